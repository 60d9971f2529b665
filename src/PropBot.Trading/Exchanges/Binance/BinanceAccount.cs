using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Balances, positions, fees and settings of the account (wire protocols 1.5.2).</summary>
internal sealed class BinanceAccount(BinanceReads reads, BinanceSigner signer, PairUniverse universe, TimeProvider clock)
{
    private readonly BinanceAccountWide shared = new(reads, signer, clock);

    /// <summary>
    /// Balances joined with positions. Symbols of the universe without a row are told as flat, because the venue leaves them out.
    /// Equity = wallet + unrealised of the positions in that coin; margin ratio = their maintenance margin / equity.
    /// </summary>
    public async Task<VenueAnswer<AccountState>> Read(CancellationToken stop)
    {
        // Positions first: a fill in between then shows in the wallet but not yet in a position, never a position without its cost.
        var risk = await Risk(stop);
        if (risk is VenueAnswer<PositionRow[]>.Unreadable dark) return new VenueAnswer<AccountState>.Unreadable(dark.Clue);
        var positions = ((VenueAnswer<PositionRow[]>.Got)risk).Value;
        var now = clock.GetUtcNow();
        return await reads.Ask(
            BinanceReads.Signed("/fapi/v3/balance", "", 5, essential: true),
            rows => new AccountState(
                rows.Rows().Where(row => row.Decimal("balance") != 0m || row.Text("asset") == Money.Usdt).Select(row => Balance(row, positions, now)).ToArray(),
                WithFlats(positions, now)),
            stop);
    }

    /// <summary>Only what the venue lists: a symbol without a position or open order is left out.</summary>
    public async Task<VenueAnswer<IReadOnlyList<PositionFact>>> Positions(CancellationToken stop) => await Risk(stop) switch
    {
        VenueAnswer<PositionRow[]>.Got got => new VenueAnswer<IReadOnlyList<PositionFact>>.Got(got.Value.Select(row => row.Fact).ToArray()),
        VenueAnswer<PositionRow[]>.Unreadable dark => new VenueAnswer<IReadOnlyList<PositionFact>>.Unreadable(dark.Clue),
        _ => throw new InvalidOperationException("an answer is either got or unreadable"),
    };

    public Task<VenueAnswer<FeeRates>> Fees(Instrument instrument, CancellationToken stop) => reads.Ask(
        BinanceReads.Signed("/fapi/v1/commissionRate", $"symbol={Escaped(instrument)}", 20),
        row => new FeeRates(row.Decimal("makerCommissionRate"), row.Decimal("takerCommissionRate")),
        stop);

    /// <summary>Sets what differs and reads all of it back; the answer is what the venue says afterwards, not what was asked for (R21).</summary>
    public async Task<VenueAnswer<AccountSettings>> Configure(Instrument instrument, string marginMode, decimal leverage, CancellationToken stop)
    {
        var account = await shared.Read(stop);
        if (account is VenueAnswer<AccountWide>.Unreadable dark) return Dark(dark.Clue);
        if (account is VenueAnswer<AccountWide>.Got { Value.TwoSided: true })
        {
            if (await Set("/fapi/v1/positionSide/dual", "dualSidePosition=false", BinanceErrors.NoNeedToChangePositionSide, stop) is { } keeps) return Dark(keeps);
            shared.Forget();
        }

        var symbol = $"symbol={Escaped(instrument)}";
        var wireMode = marginMode == "isolated" ? "ISOLATED" : "CROSSED";
        var before = await Settings(symbol, stop);
        if (before is not VenueAnswer<SymbolSettings>.Got { Value: var now }) return Dark(((VenueAnswer<SymbolSettings>.Unreadable)before).Clue);
        if (now.MarginType != wireMode
            && await Set("/fapi/v1/marginType", $"{symbol}&marginType={wireMode}", BinanceErrors.NoNeedToChangeMarginType, stop) is { } margin)
            return Dark(margin);
        if (now.Leverage != leverage && await Set("/fapi/v1/leverage", $"{symbol}&leverage={(int)leverage}", 0, stop) is { } lever) return Dark(lever);
        return await ReadBack(symbol, stop);
    }

    private async Task<VenueAnswer<AccountSettings>> ReadBack(string symbol, CancellationToken stop)
    {
        var settings = await Settings(symbol, stop);
        var account = await shared.Read(stop);
        return (settings, account) switch
        {
            (VenueAnswer<SymbolSettings>.Got set, VenueAnswer<AccountWide>.Got all) =>
                new VenueAnswer<AccountSettings>.Got(new AccountSettings(
                    !all.Value.TwoSided, set.Value.MarginType == "ISOLATED" ? "isolated" : "cross", set.Value.Leverage, all.Value.CanTrade, CanWithdraw: null,
                    all.Value.Id)
                { MultiAssetMode = all.Value.MultiAssets }),
            (VenueAnswer<SymbolSettings>.Unreadable no, _) => Dark(no.Clue),
            (_, VenueAnswer<AccountWide>.Unreadable no) => Dark(no.Clue),
            _ => throw new InvalidOperationException("an answer is either got or unreadable"),
        };
    }

    private Task<VenueAnswer<SymbolSettings>> Settings(string symbol, CancellationToken stop) => reads.Ask(
        BinanceReads.Signed("/fapi/v1/symbolConfig", symbol, 5),
        rows => rows.Rows().Select(row => new SymbolSettings(row.NeededText("marginType"), row.Decimal("leverage"))).First(),
        stop);

    /// <summary>Null when it is set now; the clue when not.</summary>
    private async Task<string?> Set(string path, string parameters, int alreadySet, CancellationToken stop)
    {
        var reply = await reads.Ask(new RestCall(HttpMethod.Post, path, parameters, Access.Signed, 1), stop);
        return reply.IsSuccess || (alreadySet != 0 && reply.Code == alreadySet) ? null : $"{path}: {reply.Clue}";
    }

    private Task<VenueAnswer<PositionRow[]>> Risk(CancellationToken stop) =>
        reads.Ask(BinanceReads.Signed("/fapi/v3/positionRisk", "", 5, essential: true), rows => rows.Rows().Select(Row).ToArray(), stop);

    private static PositionRow Row(JsonElement row) => new(
        BinanceMapping.Position(row), row.Text("marginAsset") is { Length: > 0 } coin ? coin : Money.Usdt,
        row.OptionalDecimal("unRealizedProfit") ?? 0m, row.OptionalDecimal("maintMargin") ?? 0m);

    private static BalanceFact Balance(JsonElement row, PositionRow[] positions, DateTimeOffset now)
    {
        var coin = row.NeededText("asset");
        var wallet = row.Decimal("balance");
        var mine = positions.Where(position => position.Coin == coin).ToArray();
        var equity = wallet + mine.Sum(position => position.Unrealised);
        return new BalanceFact(
            Venue.Binance, coin, wallet, equity, row.Decimal("availableBalance"), equity > 0m ? mine.Sum(position => position.Maintenance) / equity : null, now);
    }

    private PositionFact[] WithFlats(PositionRow[] positions, DateTimeOffset now)
    {
        var told = positions.Select(position => position.Fact.Symbol).ToHashSet(StringComparer.Ordinal);
        return positions.Select(position => position.Fact)
            .Concat(universe.Symbols.Where(symbol => !told.Contains(symbol)).Select(symbol => new PositionFact(Venue.Binance, symbol, 0m, default, null, null, null, null, now)))
            .ToArray();
    }

    private static string Escaped(Instrument instrument) => Uri.EscapeDataString(instrument.VenueSymbol);

    private static VenueAnswer<AccountSettings> Dark(string clue) => new VenueAnswer<AccountSettings>.Unreadable(clue);

    private sealed record PositionRow(PositionFact Fact, string Coin, decimal Unrealised, decimal Maintenance);

    private sealed record SymbolSettings(string MarginType, decimal Leverage);
}

/// <param name="TwoSided">Hedge mode (<c>dualSidePosition</c>).</param>
/// <param name="MultiAssets">Multi-assets mode (<c>multiAssetsMargin</c>).</param>
internal sealed record AccountWide(bool TwoSided, bool CanTrade, bool? MultiAssets, string Id);

/// <summary>
/// What holds for the whole account, read once for all symbols that are configured at the same time: asking for it per symbol (40 weight each)
/// used the minute's budget up when a process started twice in it.
/// </summary>
internal sealed class BinanceAccountWide(BinanceReads reads, BinanceSigner signer, TimeProvider clock)
{
    private static readonly TimeSpan HoldsFor = TimeSpan.FromSeconds(30);
    private readonly Lock gate = new();
    private Task<VenueAnswer<AccountWide>>? asked;
    private DateTimeOffset askedAt;

    public Task<VenueAnswer<AccountWide>> Read(CancellationToken stop)
    {
        lock (gate)
        {
            var failed = asked is { IsCompleted: true } && asked is not { IsCompletedSuccessfully: true, Result: VenueAnswer<AccountWide>.Got };
            if (asked is null || failed || clock.GetUtcNow() - askedAt >= HoldsFor) (asked, askedAt) = (Ask(stop), clock.GetUtcNow());
            return asked;
        }
    }

    /// <summary>Something of it was just changed: the next reader asks the venue.</summary>
    public void Forget()
    {
        lock (gate) asked = null;
    }

    private async Task<VenueAnswer<AccountWide>> Ask(CancellationToken stop)
    {
        var dual = await reads.Ask(BinanceReads.Signed("/fapi/v1/positionSide/dual", "", 30), row => row.Truth("dualSidePosition"), stop);
        var account = await reads.Ask(BinanceReads.Signed("/fapi/v1/accountConfig", "", 5), row => (Trade: row.Truth("canTrade"), Multi: row.Text("multiAssetsMargin").Length > 0 ? row.Truth("multiAssetsMargin") : (bool?)null), stop);
        var id = await AccountId(stop);
        return (dual, account, id) switch
        {
            (VenueAnswer<bool>.Got sides, VenueAnswer<(bool Trade, bool? Multi)>.Got can, VenueAnswer<string>.Got who) =>
                new VenueAnswer<AccountWide>.Got(new AccountWide(sides.Value, can.Value.Trade, can.Value.Multi, who.Value)),
            (VenueAnswer<bool>.Unreadable no, _, _) => new VenueAnswer<AccountWide>.Unreadable(no.Clue),
            (_, VenueAnswer<(bool Trade, bool? Multi)>.Unreadable no, _) => new VenueAnswer<AccountWide>.Unreadable(no.Clue),
            (_, _, VenueAnswer<string>.Unreadable no) => new VenueAnswer<AccountWide>.Unreadable(no.Clue),
            _ => throw new InvalidOperationException("an answer is either got or unreadable"),
        };
    }

    /// <summary>
    /// No futures reply carries a user id. The account alias of the balance list is stable per account; where it is empty, a digest of the
    /// API key stands in, which changes when the key is rotated.
    /// </summary>
    private Task<VenueAnswer<string>> AccountId(CancellationToken stop) => reads.Ask(
        BinanceReads.Signed("/fapi/v3/balance", "", 5),
        rows => rows.Rows().Select(row => row.Text("accountAlias")).FirstOrDefault(alias => alias.Length > 0)
                ?? "key-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(signer.Current().Credential.Key)))[..16],
        stop);
}
