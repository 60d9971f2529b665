using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Inbox;

/// <summary><c>ops_approvals.json</c> for people and scripts (contract 4): oldest first. Losing it loses nothing (R45).</summary>
public sealed class ApprovalsMirror(RequestBox box, MirrorFile file, ILogger<ApprovalsMirror> log)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private string trouble = "";

    public void Write()
    {
        var found = file.Write(JsonSerializer.Serialize(box.All.Select(Record), Readable)) ?? "";
        if (found.Length > 0 && found != trouble) log.LogWarning("The mirror of approvals is not written: {Trouble}", found);
        trouble = found;
    }

    /// <summary>The predecessor's record, with what it lacked beside it: expiry, who refused, the process.</summary>
    public static Dictionary<string, object?> Record(Request request)
    {
        var approved = request.Status == ApprovalStatus.Approved;
        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = request.Id,
            ["action"] = request.Action,
            ["status"] = request.Status.Word(),
            ["requested_by"] = request.RequestedBy.Shown,
            ["requested_ts"] = request.RequestedAt,
            ["expires_at"] = request.ExpiresAt,
            ["parameters"] = RequestBox.Given(request),
            ["preview"] = request.Preview.Length == 0 ? null : JsonSerializer.Deserialize<JsonElement>(request.Preview),
            ["approved_by"] = approved ? request.DecidedBy : null,
            ["approved_ts"] = approved ? request.DecidedAt : null,
            ["decided_by"] = request.DecidedBy,
            ["decided_at"] = request.DecidedAt,
            ["instance"] = request.Instance,
            ["payload_hash"] = request.PayloadHash.Length == 0 ? null : request.PayloadHash,
        };
    }
}
