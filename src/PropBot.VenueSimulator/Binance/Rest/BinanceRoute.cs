using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Who may make a call.</summary>
public enum Access
{
    Open,

    /// <summary>The key's header, no signature.</summary>
    Keyed,
    Signed,
}

/// <summary>One call: who may make it, what it weighs, what it counts as an order, what it does.</summary>
public sealed record BinanceRoute(Access Access, Func<BinanceCall, int> Weight, OrderCount Orders, Func<BinanceCall, BinanceReply> Do);

/// <summary>The calls of the venue by <c>METHOD /path</c>; the WebSocket API reaches the same ones by its own names.</summary>
public sealed class BinanceRoutes
{
    private readonly Dictionary<string, BinanceRoute> routes = new(StringComparer.Ordinal);

    public BinanceRoute? Find(string call) => routes.GetValueOrDefault(call);

    public void Open(string call, int weight, Func<BinanceCall, BinanceReply> act) => Open(call, _ => weight, act);

    public void Open(string call, Func<BinanceCall, int> weight, Func<BinanceCall, BinanceReply> act) =>
        routes["GET " + call] = new BinanceRoute(Access.Open, weight, OrderCount.None, act);

    public void Keyed(string call, int weight, Func<BinanceCall, BinanceReply> act) =>
        routes[call] = new BinanceRoute(Access.Keyed, _ => weight, OrderCount.None, act);

    public void Signed(string call, int weight, Func<BinanceCall, BinanceReply> act) => Signed(call, _ => weight, act);

    public void Signed(string call, Func<BinanceCall, int> weight, Func<BinanceCall, BinanceReply> act) =>
        routes[call] = new BinanceRoute(Access.Signed, weight, OrderCount.None, act);

    public void Ordering(string call, int weight, OrderCount orders, Func<BinanceCall, BinanceReply> act) =>
        routes[call] = new BinanceRoute(Access.Signed, _ => weight, orders, act);
}
