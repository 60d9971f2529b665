using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>One call on its way through the venue, by whichever door it came.</summary>
/// <param name="Endpoint">As faults name it: <c>POST /fapi/v1/order</c>, <c>WS order.place</c>.</param>
/// <param name="Caller">IP address.</param>
/// <param name="Route">Null: there is no such call.</param>
/// <param name="Objection">What key, time or signature object to.</param>
public sealed record BinanceVisit(string Endpoint, string Caller, BinanceRoute? Route, BinanceCall Call, Func<BinanceReply?> Objection)
{
    /// <summary>Cancels and orders that only reduce: overload protection lets them through.</summary>
    public bool IsProtective =>
        Endpoint.StartsWith("DELETE ", StringComparison.Ordinal) || Endpoint.EndsWith(".cancel", StringComparison.Ordinal) || Flag("reduceOnly") || Flag("closePosition");

    private bool Flag(string name) => string.Equals(Call.Text(name), "true", StringComparison.OrdinalIgnoreCase);
}
