using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Alerts;

/// <summary>Alerts read back, and in the predecessor's shape (contract §4): <c>{ts, kind, text, extra?, active?, alert_id?}</c>.</summary>
public static class AlertStore
{
    /// <param name="since">Inclusive; null: from the beginning.</param>
    /// <returns>Newest first.</returns>
    public static IReadOnlyList<Alert> Newest(SqliteConnection connection, int limit, DateTimeOffset? since = null) => connection
        .Query<(long At, string Kind, string Text, string? Extra, long? Active, string? AlertId)>(
            "select at, kind, text, extra, active, alert_id from alert where at >= @from order by id desc limit @limit",
            new { from = since is { } at ? LedgerTime.ToMicroseconds(at) : 0L, limit })
        .Select(row => new Alert(LedgerTime.FromMicroseconds(row.At), row.Kind, row.Text, row.Extra, row.Active is { } active ? active == 1 : null, row.AlertId))
        .AsList();

    public static JsonObject Json(Alert alert)
    {
        var json = new JsonObject { ["ts"] = MirrorJson.Time(alert.At), ["kind"] = alert.Kind, ["text"] = alert.Text };
        if (alert.Extra is { } extra) json["extra"] = JsonNode.Parse(extra);
        if (alert.Active is { } active) json["active"] = active;
        if (alert.AlertId is { } id) json["alert_id"] = id;
        return json;
    }
}
