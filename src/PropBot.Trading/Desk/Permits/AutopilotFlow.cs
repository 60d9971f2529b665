using PropBot.Trading.Control;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Permits;

/// <summary>The desk's part of the autopilot (R20): what the gates say now, and the permit that takes it from a restart's HOLD to RUN.</summary>
internal sealed class AutopilotFlow(DeskMemory m, ModeFlow mode, bool marked)
{
    public required Func<IReadOnlyList<Block>> Blocks { get; init; }

    public AutopilotView View => m.State.HoldActive()
        ? new(m.Options.AutopilotPermitted, marked, m.Control.Before, AutopilotGates.Shut(Facts()))
        : AutopilotView.NotHeld with { Permitted = m.Options.AutopilotPermitted, Marked = marked };

    /// <summary>Asked before it is written and again before it is applied: what has shut meanwhile keeps HOLD.</summary>
    public Loosening Permitted(Permit permit) => mode.PermittedByMandate(permit, Objection);

    private CommandResult.Refused? Objection()
    {
        if (!m.Options.AutopilotPermitted) return new("autopilot_disabled", "AUTOPILOT_ENABLE is false");
        var shut = AutopilotGates.Shut(Facts());
        return shut.IsEmpty
            ? null
            : new CommandResult.Refused("autopilot_gates_shut", string.Join("; ", shut.Select(gate => gate.Text)), new Dictionary<string, object?> { ["reasons"] = shut.Select(gate => gate.Code).ToArray() });
    }

    private AutopilotFacts Facts() => new()
    {
        State = m.State,
        Reasons = m.Reasons.All,
        Marked = marked,
        Before = m.Control.Before,
        OpenP0 = [.. m.Watch.Incidents.Where(incident => incident is { Severity: HoldSeverity.P0, EndedAt: null }).Select(incident => incident.Code)],
        Blocks = Blocks(),
        Orders = m.Runaway.Orders(m.Now),
        OrdersLimit = m.Runaway.OrdersLimit,
        Cancels = m.Runaway.Cancels(m.Now),
        CancelsLimit = m.Runaway.CancelsLimit,
        Venues = [.. m.Venues.Select(Of)],
    };

    private AutopilotVenue Of(VenueStatus status) => new(
        status.Venue.Word(), status.IsUp, status.LinkDetail, Clock(status), Newest(status.Venue) is { } at ? m.Now - at : null);

    private string Clock(VenueStatus status) => status.Clock is not { } clock
        ? "not measured yet"
        : m.Now - clock.At > Preflight.ClockGrace ? $"not measured for {(m.Now - clock.At).TotalSeconds:0} s"
        : status.ClockBreaches > 0 ? $"{clock.Offset.TotalMilliseconds:0} ms off (± {clock.Uncertainty.TotalMilliseconds:0})" : "";

    private DateTimeOffset? Newest(Venue venue)
    {
        var newest = m.Books.Max(books => books[venue].TopAt > books[venue].DepthAt ? books[venue].TopAt : books[venue].DepthAt);
        return newest == default ? null : newest;
    }
}
