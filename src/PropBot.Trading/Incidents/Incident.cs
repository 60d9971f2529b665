using System.Collections.Immutable;
using PropBot.Trading.Control;

namespace PropBot.Trading.Incidents;

/// <summary>One line of an incident's timeline.</summary>
/// <param name="Kind"><c>opened</c>, <c>acknowledged</c>, <c>root_cause</c>, <c>ended</c>.</param>
public sealed record IncidentEntry(DateTimeOffset At, string Kind, string By, string Text);

/// <summary>Something that stopped the desk or broke a service level (R47).</summary>
/// <param name="Code">The HOLD reason, or <c>slo:&lt;metric&gt;</c>.</param>
public sealed record Incident(string Id, long Number, HoldSeverity Severity, string Code, string Source, string Detail, DateTimeOffset OpenedAt)
{
    public DateTimeOffset? EndedAt { get; init; }
    public string? AckedBy { get; init; }
    public DateTimeOffset? AckedAt { get; init; }
    public string? RootCause { get; init; }
    public string? RootCauseBy { get; init; }
    public DateTimeOffset? RootCauseAt { get; init; }
    public ImmutableArray<IncidentEntry> Timeline { get; init; } = [];

    public static Incident Open(string id, long number, HoldSeverity severity, string code, string source, string detail, DateTimeOffset at) =>
        new(id, number, severity, code, source, detail, at) { Timeline = [new IncidentEntry(at, "opened", source, detail.Length > 0 ? detail : code)] };

    public Incident Ended(DateTimeOffset at, string why) => this with { EndedAt = at, Timeline = Timeline.Add(new IncidentEntry(at, "ended", "desk", why)) };

    /// <summary>The first one who looked stays named; further ones are in the timeline.</summary>
    public Incident Acknowledged(string by, DateTimeOffset at) =>
        this with { AckedBy = AckedBy ?? by, AckedAt = AckedAt ?? at, Timeline = Timeline.Add(new IncidentEntry(at, "acknowledged", by, "")) };

    /// <summary>May be corrected; each wording stays in the timeline.</summary>
    public Incident Explained(string by, string cause, DateTimeOffset at) =>
        this with { RootCause = cause, RootCauseBy = by, RootCauseAt = at, Timeline = Timeline.Add(new IncidentEntry(at, "root_cause", by, cause)) };
}
