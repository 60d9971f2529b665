using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>The terms of a placement beside side, quantity and price.</summary>
/// <param name="GoodTill">Null without GTD.</param>
internal sealed record OrderTerms(SimSelfTrade? SelfTrade, SimPriceMatch PriceMatch, DateTimeOffset? GoodTill, bool ReduceOnly)
{
    private static readonly TimeSpan ShortestDate = TimeSpan.FromSeconds(600);

    // 9999-12-31, the last the venue takes.
    private const long LatestDate = 253_402_300_799_000;

    public static BinanceReply? Read(BinanceCall call, VenueCore core, SimTimeInForce timeInForce, out OrderTerms terms)
    {
        terms = new OrderTerms(null, SimPriceMatch.None, null, ReduceOnly: false);
        if (SelfTradeOf(call, out var selfTrade) is { } noMode) return noMode;
        if (ReadPriceMatch(call, out var match) is { } noMatch) return noMatch;
        if (Date(call, core, timeInForce, out var until) is { } noDate) return noDate;
        var reduceOnly = false;
        if (call.Has("reduceOnly") && call.NeedFlag("reduceOnly", out reduceOnly) is { } noFlag) return noFlag;
        if (call.Has("reduceOnly") && core.Header().HedgeMode) return BinanceError.Of(-4062, "Invalid or improper reduceOnly value.");
        if (call.Has("newOrderRespType") && call.Text("newOrderRespType") is not ("ACK" or "RESULT")) return BinanceError.Illegal("newOrderRespType");
        terms = new OrderTerms(selfTrade, match, until, reduceOnly);
        return null;
    }

    public static BinanceReply? ReadPriceMatch(BinanceCall call, out SimPriceMatch match)
    {
        match = SimPriceMatch.None;
        if (!call.Has("priceMatch")) return null;
        if (OrderWords.ReadPriceMatch(call.Text("priceMatch")!) is not { } found) return BinanceError.Of(-1130, "Data sent for parameter 'priceMatch' is not valid.");
        match = found;
        var both = match != SimPriceMatch.None && call.Has("price");
        return both ? BinanceError.Of(-1106, "Parameter 'price' sent when not required.") : null;
    }

    private static BinanceReply? SelfTradeOf(BinanceCall call, out SimSelfTrade? mode)
    {
        mode = null;
        if (!call.Has("selfTradePreventionMode")) return null;
        mode = OrderWords.ReadSelfTrade(call.Text("selfTradePreventionMode")!);
        return mode is null ? BinanceError.Of(-1130, "Data sent for parameter 'selfTradePreventionMode' is not valid.") : null;
    }

    private static BinanceReply? Date(BinanceCall call, VenueCore core, SimTimeInForce timeInForce, out DateTimeOffset? until)
    {
        until = null;
        if (timeInForce != SimTimeInForce.GoodTillDate) return null;
        if (call.NeedWhole("goodTillDate", out var at) is { } no) return no;
        if (at > LatestDate || at < (core.Now + ShortestDate).ToUnixTimeMilliseconds())
        {
            return BinanceError.Of(-5040, "GoodTillDate must be later than 600 seconds from now and earlier than 253402300799000.");
        }

        // The venue keeps whole seconds.
        until = DateTimeOffset.FromUnixTimeMilliseconds(at - (at % 1000));
        return null;
    }
}
