using System.Text.Json.Nodes;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;

namespace PropBot.Web.Endpoints.Views;

/// <summary>The proofs of kills: <c>{kill_id, reads: [{venue, read, asked_at, answered_at, open_orders, open_positions, answers}]}</c>.</summary>
public static class KillViews
{
    public static IEnumerable<object> All(IReadOnlyList<KillProofRow> rows) => rows.GroupBy(row => row.KillId, StringComparer.Ordinal).Select(kill => new
    {
        kill_id = kill.Key,
        reads = kill.OrderBy(row => row.View.Venue).ThenBy(row => row.View.Read).Select(row => new
        {
            venue = row.View.Venue.Word(),
            read = row.View.Read,
            asked_at = row.View.AskedAt,
            answered_at = row.View.AnsweredAt,
            open_orders = row.View.OpenOrders,
            open_positions = row.View.OpenPositions,
            answers = JsonNode.Parse(row.Answers),
        }),
    });
}
