using System.Diagnostics.CodeAnalysis;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>The contracts this venue lists, by OKX's name, by its number and by the core's symbol.</summary>
public sealed class OkxListing
{
    /// <summary>The code of BTC-USDT-SWAP in the fixtures of §2.3; the next instrument of the list gets two more, as ETH-USDT-SWAP has there.</summary>
    private const int FirstCode = 10459;

    private readonly Dictionary<string, OkxContract> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OkxContract> bySymbol = new(StringComparer.Ordinal);

    public OkxListing(VenueProfile profile)
    {
        foreach (var listed in profile.Instruments)
        {
            var contract = new OkxContract(
                $"{listed.Base}-{listed.Quote}-SWAP", listed.Symbol, FirstCode + (2 * All.Count), listed.ContractSize, listed.Tick,
                listed.Step / listed.ContractSize, listed.MinQuantity / listed.ContractSize, listed.MaxQuantity / listed.ContractSize, profile.MaxLeverage);
            All.Add(contract);
            byId.Add(contract.InstId, contract);
            bySymbol.Add(contract.Symbol, contract);
        }
    }

    public List<OkxContract> All { get; } = [];

    public OkxContract OfSymbol(string symbol) => bySymbol[symbol];

    public bool TryFind(string? instId, [NotNullWhen(true)] out OkxContract? contract)
    {
        contract = instId is null ? null : byId.GetValueOrDefault(instId);
        return contract is not null;
    }

    public OkxContract? Find(string? instId) => TryFind(instId, out var contract) ? contract : null;

    /// <summary>By the contract's name or by its index, e.g. <c>BTC-USDT</c>.</summary>
    public OkxContract? FindEither(string? name) => Find(name) ?? All.Find(contract => contract.Family == name);

    /// <summary>By the number that order operations on a WebSocket must use (wire-protocols §0.3 item 8).</summary>
    public OkxContract? FindCode(string? code) => OkxText.TryInteger(code, out var number) ? All.Find(contract => contract.InstIdCode == number) : null;
}
