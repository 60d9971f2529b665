using System.Globalization;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Limits;

/// <summary>Placements and amendments of the account in ten seconds and in a minute (wire-protocols §1.4); cancels and queries do not count.</summary>
public sealed class OrderLimits(VenueTime time)
{
    public const int PerTenSeconds = 300;
    public const int PerMinute = 1200;
    private readonly Lock gate = new();
    private long minute;
    private long tenSeconds;
    private int inMinute;
    private int inTenSeconds;

    public (int TenSeconds, int Minute) Used
    {
        get
        {
            lock (gate)
            {
                Roll();
                return (inTenSeconds, inMinute);
            }
        }
    }

    /// <summary>Null when the orders may pass; a refused call counts nothing.</summary>
    public BinanceReply? Take(OrderCount count)
    {
        if (count == OrderCount.None) return null;
        lock (gate)
        {
            Roll();
            if (inMinute + count.Minute > PerMinute) return TooMany("1200 orders per MINUTE", 60);
            if (inTenSeconds + count.TenSeconds > PerTenSeconds) return TooMany("300 orders per 10 SECOND", 10);
            inMinute += count.Minute;
            inTenSeconds += count.TenSeconds;
            return null;
        }
    }

    private BinanceReply TooMany(string limit, int window) =>
        BinanceError.Of(-1015, $"Too many new orders; current limit is {limit}.", 429)
            .With("Retry-After", (window - (time.Now.ToUnixTimeSeconds() % window)).ToString(CultureInfo.InvariantCulture));

    private void Roll()
    {
        var seconds = time.Now.ToUnixTimeSeconds();
        if (seconds / 60 != minute) (minute, inMinute) = (seconds / 60, 0);
        if (seconds / 10 != tenSeconds) (tenSeconds, inTenSeconds) = (seconds / 10, 0);
    }
}

/// <summary>What one call counts against the two order limits: a single order 1 and 1, a batch 5 and 1.</summary>
public readonly record struct OrderCount(int TenSeconds, int Minute)
{
    public static OrderCount None { get; }

    public static OrderCount Single { get; } = new(1, 1);

    public static OrderCount Batch { get; } = new(5, 1);
}
