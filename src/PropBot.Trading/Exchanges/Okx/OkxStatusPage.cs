using System.Text.Json;
using PropBot.Trading.Exchanges.OkxOrders;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>What OKX announces of its maintenance (§2.7): <c>system/status</c>, and pushes of the <c>status</c> channel, which have the same rows.</summary>
internal sealed class OkxStatusPage(OkxOptions options, OkxRest rest)
{
    private const string Path = "/api/v5/system/status";

    /// <summary>WebSocket, trading, and trading by batches of accounts or of products; the rest of the house does not concern a swap.</summary>
    private static readonly string[] Ours = ["0", "5", "8", "9"];
    private static readonly string[] Ahead = ["scheduled", "ongoing", "pre_open"];

    public async Task<VenueAnswer<IReadOnlyList<MaintenanceNotice>>> Read(CancellationToken stop) =>
        await rest.Ask(OkxLane.Public, Path, stop) switch
        {
            OkxReply.Answered { IsOk: true } answered => new VenueAnswer<IReadOnlyList<MaintenanceNotice>>.Got([.. answered.Items.Select(Notice).OfType<MaintenanceNotice>()]),
            var reply => new VenueAnswer<IReadOnlyList<MaintenanceNotice>>.Unreadable(reply.Clue),
        };

    /// <summary>Null for what is over, of another environment (1 is the real venue, 2 its demo) or of another service.</summary>
    public MaintenanceNotice? Notice(JsonElement row)
    {
        if (!Ahead.Contains(row.Text("state")) || !Ours.Contains(row.Text("serviceType")) || row.Time("begin") is not { } begin) return null;
        if (row.Text("env") is { Length: > 0 } env && env != (options.Demo ? "2" : "1")) return null;
        return new MaintenanceNotice(begin, row.Time("end"), row.Text("title"));
    }
}
