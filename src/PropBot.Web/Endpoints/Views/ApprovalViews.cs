using PropBot.Workflows.Approvals;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Requests as the predecessor showed them (contract 1.3, 4), with expiry, preview and outcome added.</summary>
public static class ApprovalViews
{
    /// <summary>The <c>resume_request</c> block: present from the request until the next HOLD.</summary>
    public static object? ResumeRequest(Request? request) => request is null
        ? null
        : new
        {
            id = request.Id,
            reason = request.Reason,
            root_cause = request.Parameters.GetValueOrDefault("root_cause", "") is { Length: > 0 } cause ? cause : null,
            requested_at = request.RequestedAt,
            requested_by = request.RequestedBy.Shown,
            approved_at = request.Status == ApprovalStatus.Approved ? request.DecidedAt : null,
            approved_by = request.Status == ApprovalStatus.Approved ? request.DecidedBy : null,
            pending = request.Pending,
            status = request.Status.Word(),
            expires_at = request.ExpiresAt,
        };

    public static object Record(Request request) => ApprovalsMirror.Record(request);
}
