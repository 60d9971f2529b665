using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>One item of an order call with the contract it names: by <c>instId</c> on REST, by <c>instIdCode</c> on a WebSocket.</summary>
public sealed record OkxOrderItem(OkxParameters Words, OkxContract? Contract);

/// <summary>Order calls of both doors, with what they share: maintenance, deadlines and the limits of each operation.</summary>
public sealed class OkxOrderCalls(VenueCore venue, OkxTrading trading, OkxLimits limits, TimeProvider clock)
{
    /// <summary>Either the whole answer or the refusal of the call as such.</summary>
    /// <param name="arrived">When the call reached the venue.</param>
    public (JsonObject? Answer, OkxError? Refusal) Do(
        OkxOperation operation, IReadOnlyList<OkxOrderItem> items, string? expTime, DateTimeOffset arrived, bool bySocket)
    {
        var now = clock.GetUtcNow();
        var refusal = (venue.Faults.Maintenance ? OkxError.Unavailable : null)
            ?? (operation == OkxOperation.Cancel ? null : OkxDeadline.Check(expTime, arrived, now))
            ?? limits.Check(operation, [.. items.Select(item => item.Contract?.InstId)], now);
        if (refusal is not null) return (null, refusal);
        Func<OkxParameters, OkxContract?, JsonObject> act = operation switch
        {
            OkxOperation.Place => trading.Place,
            OkxOperation.Cancel => trading.Cancel,
            _ => trading.Amend,
        };
        var rows = new JsonArray([.. items.Select(item => act(item.Words, item.Contract))]);
        return (OkxEnvelope.Trade(rows, arrived, clock.GetUtcNow(), bySocket), null);
    }
}
