using System.Text.Json;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Requests as the predecessor showed them (contract 1.3, 4), with expiry and outcome added.</summary>
public static class ApprovalViews
{
    /// <summary>The <c>resume_request</c> block: present from the request until the next HOLD.</summary>
    public static object? ResumeRequest(Approval? approval) => approval is null
        ? null
        : new
        {
            id = approval.Id,
            reason = approval.Reason,
            payload = Payload(approval),
            requested_at = approval.RequestedAt,
            requested_by = approval.RequestedBy.Shown,
            approved_at = approval.Status == ApprovalStatus.Approved ? approval.DecidedAt : null,
            approved_by = approval.Status == ApprovalStatus.Approved ? approval.DecidedBy : null,
            pending = approval.Pending,
            status = approval.Status.Word(),
            expires_at = approval.ExpiresAt,
        };

    private static JsonElement Payload(Approval approval) => JsonSerializer.Deserialize<JsonElement>(approval.PayloadJson);

    public static object Record(Approval approval) => new
    {
        id = approval.Id,
        action = approval.Action,
        status = approval.Status.Word(),
        requested_by = approval.RequestedBy.Shown,
        requested_ts = approval.RequestedAt,
        expires_at = approval.ExpiresAt,
        parameters = new { reason = approval.Reason, hold_epoch = approval.Hold.Epoch, hold_reasons = approval.Hold.Reasons.Split('\n', StringSplitOptions.RemoveEmptyEntries), payload = Payload(approval) },
        approved_by = approval.Status == ApprovalStatus.Approved ? approval.DecidedBy : null,
        approved_ts = approval.Status == ApprovalStatus.Approved ? approval.DecidedAt : null,
        decided_by = approval.DecidedBy,
        decided_at = approval.DecidedAt,
    };
}
