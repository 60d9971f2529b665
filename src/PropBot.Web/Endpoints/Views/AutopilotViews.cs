using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Workflows.Actions.Autopilot;

namespace PropBot.Web.Endpoints.Views;

/// <summary>The autopilot block and the runbook's three flat fields (contract 1.3). Pure.</summary>
public static class AutopilotViews
{
    public const string Disabled = "autopilot_disabled";

    /// <summary><c>enabled</c> or <c>disabled</c>, as AUTOPILOT_ENABLE says; whether it is armed stands beside it.</summary>
    public static string Status(DeskSnapshot desk) => desk.Autopilot.Permitted ? "enabled" : "disabled";

    /// <summary><c>resume</c>, <c>refused</c>, <c>disabled</c>; null before the first.</summary>
    public static string? LastAction(DeskSnapshot desk, AutopilotStanding standing) => desk.Autopilot.Permitted ? standing.Last?.Action : "disabled";

    public static string? LastReason(DeskSnapshot desk, AutopilotStanding standing) => desk.Autopilot.Permitted ? standing.Last?.Reason : Disabled;

    public static object Block(DeskSnapshot desk, AutopilotStanding standing) => new
    {
        enabled = desk.Autopilot.Permitted,
        last_action = LastAction(desk, standing),
        last_reason = LastReason(desk, standing),
        last_attempt_ts = standing.Last?.At,
        armed = standing.Mandate is not null,
        target_mode = desk.Autopilot.Before?.Mode(),
        target_safe_mode = desk.Autopilot.Before?.SafeMode(),
        mandate = standing.Mandate is { } mandate
            ? new { id = mandate.Id, until = mandate.Until, armed_at = mandate.ArmedAt, requested_by = mandate.RequestedBy, approved_by = mandate.ApprovedBy }
            : null,
        gates_shut = desk.State.HoldActive() ? desk.Autopilot.Shut.Select(gate => new { code = gate.Code, text = gate.Text }) : null,
    };
}
