using System.Globalization;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>Request weight per minute and order counts per ten seconds and minute, in fixed windows of the clock (wire-protocols §1.4).</summary>
public sealed class BinanceWeights(TimeProvider clock)
{
    public const int WeightPerMinute = 2400;
    public const int OrdersPerTenSeconds = 300;
    public const int OrdersPerMinute = 1200;
    private readonly Lock gate = new();
    private long minute;
    private long tenSeconds;
    private int weight;
    private int ordersInMinute;
    private int ordersInTenSeconds;

    /// <summary>Counts a call. Null when it may pass.</summary>
    public BinanceReply? Take(int callWeight, int orders)
    {
        lock (gate)
        {
            Roll();
            weight += callWeight;
            if (weight > WeightPerMinute) return BinanceError.TooMuchWeight;
            if (ordersInMinute + orders > OrdersPerMinute || ordersInTenSeconds + orders > OrdersPerTenSeconds) return BinanceError.TooManyOrders;
            ordersInMinute += orders;
            ordersInTenSeconds += orders;
            return null;
        }
    }

    public Dictionary<string, string> Headers(bool withOrders)
    {
        lock (gate)
        {
            Roll();
            var headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-MBX-USED-WEIGHT-1M"] = Text(weight) };
            if (!withOrders) return headers;
            headers["X-MBX-ORDER-COUNT-10S"] = Text(ordersInTenSeconds);
            headers["X-MBX-ORDER-COUNT-1M"] = Text(ordersInMinute);
            return headers;
        }
    }

    private void Roll()
    {
        var seconds = clock.GetUtcNow().ToUnixTimeSeconds();
        if (seconds / 60 != minute) (minute, weight, ordersInMinute) = (seconds / 60, 0, 0);
        if (seconds / 10 != tenSeconds) (tenSeconds, ordersInTenSeconds) = (seconds / 10, 0);
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
