namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What must stand in a channel's argument besides its name.</summary>
public enum OkxFilter
{
    None,
    Instrument,

    /// <summary>The index behind a contract, e.g. <c>BTC-USDT</c>.</summary>
    Index,
    InstrumentType,
}

/// <summary>One channel: where it lives, what its argument needs, whether it asks for a login.</summary>
/// <param name="ForHigherTiers">VIP4 and above: this account is Lv1.</param>
/// <param name="IsCounted">At most 30 connections may hold it, and each new one is told how many do.</param>
public sealed record OkxChannel(OkxDoor Door, OkxFilter Filter, bool NeedsLogin = false, bool ForHigherTiers = false, bool IsCounted = false);

/// <summary>Which channels there are (wire-protocols §2.8.3, §2.8.4).</summary>
public static class OkxChannels
{
    /// <summary>Candles of the last, mark and index price; what follows the prefix is the width, e.g. <c>candle1m</c>.</summary>
    public static readonly IReadOnlyList<string> CandlePrefixes = ["mark-price-candle", "index-candle", "candle"];

    private static readonly OkxChannel Market = new(OkxDoor.Public, OkxFilter.Instrument);
    private static readonly OkxChannel DeepBook = Market with { NeedsLogin = true, ForHigherTiers = true };
    private static readonly OkxChannel Counted = new(OkxDoor.Private, OkxFilter.None, NeedsLogin: true, IsCounted: true);
    private static readonly OkxChannel Candles = new(OkxDoor.Business, OkxFilter.Instrument);

    private static readonly Dictionary<string, OkxChannel> Known = new(StringComparer.Ordinal)
    {
        ["tickers"] = Market,
        ["trades"] = Market,
        ["bbo-tbt"] = Market,
        ["books"] = Market,
        ["books5"] = Market,
        ["books-l2-tbt"] = DeepBook,
        ["books50-l2-tbt"] = DeepBook,
        ["mark-price"] = Market,
        ["index-tickers"] = Market with { Filter = OkxFilter.Index },
        ["funding-rate"] = Market,
        ["price-limit"] = Market,
        ["open-interest"] = Market,
        ["instruments"] = Market with { Filter = OkxFilter.InstrumentType },
        ["liquidation-orders"] = Market with { Filter = OkxFilter.InstrumentType },
        ["adl-warning"] = Market with { Filter = OkxFilter.InstrumentType },
        ["status"] = Market with { Filter = OkxFilter.None },
        ["orders"] = Counted with { Filter = OkxFilter.InstrumentType },
        ["positions"] = Counted with { Filter = OkxFilter.InstrumentType },
        ["account"] = Counted,
        ["balance_and_position"] = Counted,
        ["liquidation-warning"] = Counted with { Filter = OkxFilter.InstrumentType },
        ["account-greeks"] = Counted,
        ["fills"] = new(OkxDoor.Private, OkxFilter.None, NeedsLogin: true, ForHigherTiers: true),
        ["trades-all"] = Candles,
        ["orders-algo"] = new(OkxDoor.Business, OkxFilter.InstrumentType, NeedsLogin: true),
        ["algo-advance"] = new(OkxDoor.Business, OkxFilter.InstrumentType, NeedsLogin: true),
        ["deposit-info"] = new(OkxDoor.Business, OkxFilter.None, NeedsLogin: true),
        ["withdrawal-info"] = new(OkxDoor.Business, OkxFilter.None, NeedsLogin: true),
    };

    /// <summary>Null when OKX has no such channel.</summary>
    public static OkxChannel? Find(string name) =>
        Known.GetValueOrDefault(name) ?? (CandlePushes.Fits(name) ? Candles with { Filter = CandlePushes.IsIndex(name) ? OkxFilter.Index : OkxFilter.Instrument } : null);
}
