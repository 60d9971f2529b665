using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Limits;

/// <summary>Both pools, shared by REST and the WebSocket API: weight by address, orders by account.</summary>
public sealed class BinanceLimits(VenueTime time)
{
    private readonly ConcurrentDictionary<string, CallerLimits> callers = new(StringComparer.Ordinal);

    public OrderLimits Orders { get; } = new(time);

    /// <summary>Calls sent by anyone during a ban, since the start.</summary>
    public int SentWhileBanned => callers.Values.Sum(c => c.SentWhileBanned);

    public CallerLimits Of(string address) => callers.GetOrAdd(address, a => new CallerLimits(a, time));

    public BinanceReply WithHeaders(BinanceReply reply, string address, bool withOrders)
    {
        var told = reply.With("X-MBX-USED-WEIGHT-1M", Text(Of(address).UsedWeight));
        if (!withOrders) return told;
        var (tenSeconds, minute) = Orders.Used;
        return told.With("X-MBX-ORDER-COUNT-10S", Text(tenSeconds)).With("X-MBX-ORDER-COUNT-1M", Text(minute));
    }

    /// <summary>The <c>rateLimits</c> of a WebSocket API reply.</summary>
    public JsonArray Report(string address, bool withOrders)
    {
        var weight = Row("REQUEST_WEIGHT", "MINUTE", 1, CallerLimits.WeightPerMinute, Of(address).UsedWeight);
        if (!withOrders) return new JsonArray(weight);
        var (tenSeconds, minute) = Orders.Used;
        return new JsonArray(Row("ORDERS", "SECOND", 10, OrderLimits.PerTenSeconds, tenSeconds), Row("ORDERS", "MINUTE", 1, OrderLimits.PerMinute, minute), weight);
    }

    public static JsonArray Listed() => new(
        Row("REQUEST_WEIGHT", "MINUTE", 1, CallerLimits.WeightPerMinute), Row("ORDERS", "MINUTE", 1, OrderLimits.PerMinute),
        Row("ORDERS", "SECOND", 10, OrderLimits.PerTenSeconds));

    public static JsonArray ListedForOrders() => new(Row("ORDERS", "SECOND", 10, OrderLimits.PerTenSeconds), Row("ORDERS", "MINUTE", 1, OrderLimits.PerMinute));

    private static JsonObject Row(string kind, string interval, int number, int limit, int? count = null)
    {
        var row = new JsonObject { ["rateLimitType"] = kind, ["interval"] = interval, ["intervalNum"] = number, ["limit"] = limit };
        if (count is { } used) row["count"] = used;
        return row;
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
