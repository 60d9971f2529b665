using System.Diagnostics.CodeAnalysis;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>The contracts this venue lists as they are now, by OKX's name, by its number and by the core's symbol.</summary>
public sealed class OkxListing
{
    /// <summary>The code of BTC-USDT-SWAP in the fixtures of §2.3; the next instrument of the list gets two more, as ETH-USDT-SWAP has there.</summary>
    private const int FirstCode = 10459;

    private readonly int maxLever;

    public OkxListing(VenueCore venue)
    {
        maxLever = venue.Profile.MaxLeverage;
        foreach (var listed in venue.Instruments) All.Add(OkxContract.Of(listed, FirstCode + (2 * All.Count), maxLever));
    }

    public List<OkxContract> All { get; } = [];

    /// <summary>Takes over what is different about an instrument; its name and number stay.</summary>
    public OkxContract Update(SimInstrument instrument)
    {
        var place = All.FindIndex(contract => contract.Symbol == instrument.Symbol);
        return All[place] = OkxContract.Of(instrument, All[place].InstIdCode, maxLever);
    }

    public OkxContract OfSymbol(string symbol) => All.Find(contract => contract.Symbol == symbol) ?? throw new InvalidOperationException($"{symbol} is not listed here.");

    public bool TryFind(string? instId, [NotNullWhen(true)] out OkxContract? contract)
    {
        contract = All.Find(one => one.InstId == instId);
        return contract is not null;
    }

    public OkxContract? Find(string? instId) => TryFind(instId, out var contract) ? contract : null;

    /// <summary>By the contract's name or by its index, e.g. <c>BTC-USDT</c>.</summary>
    public OkxContract? FindEither(string? name) => Find(name) ?? All.Find(contract => contract.Family == name);

    /// <summary>By the number that order operations on a WebSocket must use (wire-protocols §0.3 item 8).</summary>
    public OkxContract? FindCode(string? code) => OkxText.TryInteger(code, out var number) ? All.Find(contract => contract.InstIdCode == number) : null;
}
