using System.Text.Json;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Inbox;

/// <summary>What a request leaves in the event journal and among the alerts, under the predecessor's codes (contract 4, 5). The audit is the engine's.</summary>
internal static class RequestNotes
{
    public static void Asked(LedgerTransaction tx, Request request)
    {
        var code = request.Process switch
        {
            "raise-limit" => "risk_limit_raise_requested",
            _ => $"{request.Action}_requested",
        };
        var json = JsonSerializer.Serialize(new
        {
            action = request.Action,
            reason = request.Reason,
            requested_by = request.RequestedBy.Shown,
            request_id = request.Id,
            expires_at = request.ExpiresAt,
            parameters = RequestBox.Given(request),
        });
        tx.Event("INFO", code, json);
        tx.Execute(
            "INSERT INTO alert (at, kind, text, extra, active, alert_id) VALUES (?1, ?2, ?3, ?4, NULL, NULL)", request.RequestedAt, code,
            $"{request.RequestedBy.Shown} asked for {request.Action.Replace('_', ' ')} ({request.Reason}); waiting for a second operator, request {request.Id}", json);
    }
}
