using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Web.Actions;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Endpoints;

/// <summary>Writes what is known now into one file and returns it (R40). The file appears whole or not at all.</summary>
public sealed class SnapshotFiles(DeskLine desk, StatusViews views, RequestBox book, ILedger ledger, Redaction redaction, WebOptions options)
{
    private static readonly JsonSerializerOptions Readable = new(ApiJson.Options) { WriteIndented = true };
    private readonly Lock oneAtATime = new();

    public JsonNode Write()
    {
        lock (oneAtATime)
        {
            Directory.CreateDirectory(options.SnapshotDirectory);
            var path = FreePath(desk.Now);
            var content = redaction.Of(Content(path));
            var whole = path + ".new";
            File.WriteAllText(whole, content.ToJsonString(Readable));
            File.Move(whole, path);
            return content;
        }
    }

    private object Content(string path) => new
    {
        generated_at = desk.Now,
        runtime_state = views.Overview(),
        positions = PositionViews.Records(desk.Snapshot, openOnly: false),
        approvals = book.All.Select(ApprovalViews.Record),
        execution_stats = Newest("execution_stat"),
        reconciliation_alerts = Newest("reconciliation_alert"),
        pnl_history = Newest("pnl_snapshot"),
        metadata = new { snapshot_path = path },
    };

    private List<JsonNode?> Newest(string table) => ledger.Read(db => db
        .Query<string>($"SELECT json FROM {table} ORDER BY id DESC LIMIT 250").Reverse().Select(json => JsonNode.Parse(json)).ToList());

    private string FreePath(DateTimeOffset now)
    {
        var stem = Path.Combine(options.SnapshotDirectory, now.ToUniversalTime().ToString("yyyy-MM-ddTHH-mm-ss", CultureInfo.InvariantCulture) + "Z");
        var path = stem + ".json";
        for (var n = 1; File.Exists(path); n++) path = $"{stem}-{n:00}.json";
        return path;
    }
}
