using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>What was amended since the venue opened, for the history call.</summary>
public sealed class Amendments(VenueCore core)
{
    private readonly List<Amendment> done = [];

    /// <summary>Carries an amendment out and remembers it when it was done.</summary>
    public SimOutcome Carry(SimOrder before, SimAmendment amendment)
    {
        lock (core.Gate)
        {
            var outcome = core.Amend(before.Symbol, before.Id, null, amendment);
            if (outcome is SimOutcome.Accepted taken) done.Add(new Amendment(done.Count + 1, before, taken.Order, amendment.RequestId, core.Now));
            return outcome;
        }
    }

    /// <summary>Newest first.</summary>
    public BinanceReply History(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        var (from, to, limit) = (call.Whole("startTime", 0), call.Whole("endTime", long.MaxValue), (int)Math.Clamp(call.Whole("limit", 50), 1, 100));
        lock (core.Gate)
        {
            var found = done.Where(a => a.Before.Symbol == instrument.Symbol && Fits(call, a.Before) && a.Time.ToUnixTimeMilliseconds() is var at && at >= from && at <= to);
            return BinanceReply.Ok(new JsonArray([.. found.Reverse().Take(limit).Select(Row)]));
        }
    }

    private static bool Fits(BinanceCall call, SimOrder order) =>
        call.Has("orderId") ? order.Id == call.Whole("orderId", 0) : !call.Has("origClientOrderId") || order.ClientId == call.Text("origClientOrderId");

    private JsonObject Row(Amendment amendment) => new()
    {
        ["amendmentId"] = amendment.Number,
        ["symbol"] = amendment.Before.Symbol,
        ["pair"] = amendment.Before.Symbol,
        ["orderId"] = amendment.Before.Id,
        ["clientOrderId"] = amendment.Before.ClientId,
        ["time"] = amendment.Time.ToUnixTimeMilliseconds(),
        ["amendment"] = new JsonObject
        {
            ["price"] = Change(amendment.Before.Price ?? 0m, amendment.After.Price ?? 0m),
            ["origQty"] = Change(amendment.Before.Quantity, amendment.After.Quantity),
            ["count"] = done.Count(a => a.Before.Id == amendment.Before.Id && a.Number <= amendment.Number),
            ["modifyId"] = long.TryParse(amendment.Name, out var id) ? id : null,
        },
        ["priceMatch"] = OrderWords.Of(amendment.After.PriceMatch),
    };

    private static JsonObject Change(decimal before, decimal after) => new() { ["before"] = BinanceText.Number(before), ["after"] = BinanceText.Number(after) };

    private sealed record Amendment(long Number, SimOrder Before, SimOrder After, string? Name, DateTimeOffset Time);
}
