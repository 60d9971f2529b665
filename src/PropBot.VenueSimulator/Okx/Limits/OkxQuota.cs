namespace PropBot.VenueSimulator.Okx.Limits;

/// <summary>What a limit counts by, beside the one user this venue has.</summary>
public enum OkxQuotaKey
{
    User,
    UserAndInstrument,
    UserAndTag,
}

/// <summary>So many calls of an endpoint in a window.</summary>
public sealed record OkxQuota(int Most, TimeSpan Window, OkxQuotaKey Key = OkxQuotaKey.User)
{
    private static readonly TimeSpan Two = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan One = TimeSpan.FromSeconds(1);

    /// <summary>By path below <c>/api/v5/</c>, reads as <c>GET path</c> where the path also writes (wire-protocols §2.4). What is not here is not limited.</summary>
    public static IReadOnlyDictionary<string, OkxQuota> Calls { get; } = new Dictionary<string, OkxQuota>(StringComparer.Ordinal)
    {
        ["GET trade/order"] = new(60, Two, OkxQuotaKey.UserAndInstrument),
        ["trade/close-position"] = new(20, Two, OkxQuotaKey.UserAndInstrument),
        ["trade/orders-pending"] = new(60, Two),
        ["trade/fills"] = new(60, Two),
        ["trade/orders-history"] = new(40, Two),
        ["trade/orders-history-archive"] = new(20, Two),
        ["trade/fills-history"] = new(10, Two),
        ["trade/cancel-all-after"] = new(1, One, OkxQuotaKey.UserAndTag),
        ["trade/account-rate-limit"] = new(1, One),
        ["account/balance"] = new(10, Two),
        ["account/positions"] = new(10, Two),
        ["account/positions-history"] = new(10, Two),
        ["account/instruments"] = new(20, Two),
        ["account/leverage-info"] = new(20, Two),
        ["account/set-leverage"] = new(20, Two),
        ["account/max-size"] = new(20, Two),
        ["account/max-avail-size"] = new(20, Two),
        ["account/config"] = new(5, Two),
        ["account/set-position-mode"] = new(5, Two),
        ["account/trade-fee"] = new(5, Two),
        ["account/bills"] = new(5, One),
        ["account/bills-archive"] = new(5, Two),
        ["public/time"] = new(10, Two),
        ["public/funding-rate"] = new(10, Two, OkxQuotaKey.UserAndInstrument),
        ["public/funding-rate-history"] = new(10, Two, OkxQuotaKey.UserAndInstrument),
        ["public/mark-price"] = new(10, Two, OkxQuotaKey.UserAndInstrument),
        ["public/position-tiers"] = new(10, Two),
        ["public/open-interest"] = new(20, Two, OkxQuotaKey.UserAndInstrument),
        ["public/instruments"] = new(20, Two, OkxQuotaKey.UserAndInstrument),
        ["public/price-limit"] = new(20, Two),
        ["market/ticker"] = new(20, Two),
        ["market/tickers"] = new(20, Two),
        ["market/books"] = new(40, Two),
        ["market/trades"] = new(100, Two),
        ["market/history-trades"] = new(20, Two),
        ["market/candles"] = new(40, Two),
        ["market/history-candles"] = new(20, Two),
        ["system/status"] = new(1, TimeSpan.FromSeconds(5)),
    };
}
