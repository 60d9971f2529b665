using System.Text.Json.Nodes;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Mirrors;

/// <summary>
/// A hedge in the predecessor's record shape (contract section 4) plus <c>state</c>, <c>reason</c>, <c>initiator</c>, <c>edge</c> and
/// per leg <c>fees_usdt</c>, <c>funding_usdt</c>. <c>base_size</c> and <c>notional_usdt</c> are what is open now; of a closed hedge,
/// what was open. Amounts at entry prices; a leg that never filled has size 0 and no price.
/// </summary>
public static class HedgePositionJson
{
    public static JsonObject Of(HedgeRecord hedge)
    {
        var size = Size(hedge);
        var price = hedge.Long.EntryPrice ?? hedge.Long.PlannedPrice;
        var record = new JsonObject
        {
            ["id"] = hedge.Id,
            ["timestamp"] = MirrorJson.Time(hedge.OpenedAt),
            ["status"] = Status(hedge),
            ["state"] = StateWord(hedge.State),
            ["reason"] = hedge.Reason,
            ["initiator"] = hedge.Initiator,
            ["symbol"] = hedge.Symbol,
            ["long_venue"] = hedge.Long.Venue.Word(),
            ["short_venue"] = hedge.Short.Venue.Word(),
            ["notional_usdt"] = MirrorJson.Number(size.Value * price.Value),
            ["entry_spread_bps"] = SpreadBps(hedge),
            ["leverage"] = MirrorJson.Number(hedge.Leverage),
            ["entry_long_price"] = MirrorJson.Number(hedge.Long.EntryPrice?.Value),
            ["entry_short_price"] = MirrorJson.Number(hedge.Short.EntryPrice?.Value),
            ["pnl_usdt"] = MirrorJson.Number(hedge.Realised.Amount),
            ["base_size"] = MirrorJson.Number(size.Value),
            ["simulated"] = hedge.Simulated,
            ["edge"] = EdgeOf(hedge.Edge),
            ["legs"] = new JsonArray(LegOf(hedge, hedge.Long), LegOf(hedge, hedge.Short)),
        };
        if (hedge.ClosedAt is not { } closed) return record;
        record["exit_long_price"] = MirrorJson.Number(hedge.Long.ExitPrice?.Value);
        record["exit_short_price"] = MirrorJson.Number(hedge.Short.ExitPrice?.Value);
        record["closed_ts"] = MirrorJson.Time(closed);
        return record;
    }

    /// <summary>The positions file: oldest first; a hedge of which nothing ever filled is no position.</summary>
    public static JsonArray Book(IEnumerable<HedgeRecord> hedges) =>
        new([.. hedges.Where(hedge => hedge.State is not (HedgeState.Planned or HedgeState.Abandoned)).OrderBy(hedge => hedge.OpenedAt).Select(Of)]);

    /// <summary>
    /// <c>open</c>, <c>partial</c>, <c>simulated</c> or <c>closed</c>; unequal legs are <c>partial</c> before all else.
    /// <c>planned</c> and <c>abandoned</c> are ours: they never reach the file.
    /// </summary>
    public static string Status(HedgeRecord hedge) => hedge.State switch
    {
        HedgeState.Planned => "planned",
        HedgeState.Abandoned => "abandoned",
        HedgeState.Closed => "closed",
        HedgeState.Exposed or HedgeState.Partial => "partial",
        _ when hedge.Unmatched != 0m => "partial",
        _ => hedge.Simulated ? "simulated" : "open",
    };

    public static string StateWord(HedgeState state) => state.ToString().ToLowerInvariant();

    private static JsonObject LegOf(HedgeRecord hedge, LegRecord leg)
    {
        var size = LegSize(hedge, leg);
        var json = new JsonObject
        {
            ["venue"] = leg.Venue.Word(),
            ["symbol"] = hedge.Symbol,
            ["side"] = leg.Side == Side.Buy ? "long" : "short",
            ["notional_usdt"] = MirrorJson.Number(size.Value * (leg.EntryPrice?.Value ?? 0m)),
            ["entry_price"] = MirrorJson.Number(leg.EntryPrice?.Value),
            ["leverage"] = MirrorJson.Number(hedge.Leverage),
            ["timestamp"] = MirrorJson.Time(hedge.OpenedAt),
            ["status"] = LegStatus(hedge, leg),
            ["simulated"] = hedge.Simulated,
            ["filled_qty"] = MirrorJson.Number(leg.Entered.Value),
            ["base_size"] = MirrorJson.Number(size.Value),
            ["fees_usdt"] = MirrorJson.Number(leg.Fees.Amount),
            ["funding_usdt"] = MirrorJson.Number(leg.Funding.Amount),
            ["raw"] = new JsonObject(),
        };
        if (leg.ExitPrice is { } exit) json["exit_price"] = MirrorJson.Number(exit.Value);
        if (hedge.ClosedAt is { } closed) json["closed_ts"] = MirrorJson.Time(closed);
        return json;
    }

    private static string LegStatus(HedgeRecord hedge, LegRecord leg)
    {
        if (leg.Entered.IsZero) return "missing";
        if (leg.Open.IsZero) return "closed";
        if (Status(hedge) == "partial") return "partial";
        return hedge.Simulated ? "simulated" : "filled";
    }

    private static Quantity Size(HedgeRecord hedge)
    {
        var size = Quantity.Max(LegSize(hedge, hedge.Long), LegSize(hedge, hedge.Short));
        return size.IsZero && hedge.State == HedgeState.Planned ? hedge.Planned : size;
    }

    private static Quantity LegSize(HedgeRecord hedge, LegRecord leg) => hedge.State == HedgeState.Closed ? leg.Entered : leg.Open;

    private static JsonNode? SpreadBps(HedgeRecord hedge)
    {
        var bought = hedge.Long.EntryPrice ?? hedge.Long.PlannedPrice;
        var sold = hedge.Short.EntryPrice ?? hedge.Short.PlannedPrice;
        return bought.IsSet ? MirrorJson.Number(decimal.Round(Bps.Between(bought, sold).Value, 6)) : null;
    }

    private static JsonObject EdgeOf(EdgeParts edge) => new()
    {
        ["entry_bps"] = MirrorJson.Number(edge.Entry.Value),
        ["close_bps"] = MirrorJson.Number(edge.Close.Value),
        ["fees_bps"] = MirrorJson.Number(edge.Fees.Value),
        ["drift_bps"] = MirrorJson.Number(edge.Drift.Value),
        ["funding_bps"] = MirrorJson.Number(edge.Funding.Value),
        ["net_bps"] = MirrorJson.Number(edge.Net.Value),
    };
}
