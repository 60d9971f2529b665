using System.Collections.Immutable;
using static PropBot.Trading.Reconciliation.ConvergencePhase;
using static PropBot.Trading.Reconciliation.Sight;

namespace PropBot.Trading.Reconciliation;

public enum ConvergencePhase
{
    Clean = 0,

    /// <summary>Seen once: read again soon.</summary>
    Suspected = 1,

    /// <summary>STATE DESYNC: seen again by a later read.</summary>
    Desync = 2,

    /// <summary>Still STATE DESYNC; the first clean read of both venues.</summary>
    Clearing = 3,
}

/// <summary>What one report says about the trouble known so far.</summary>
public enum Sight
{
    /// <summary>Both venues complete, nothing in flight, nothing wrong.</summary>
    AllClear = 0,

    /// <summary>A venue was silent or something was in flight, and nothing wrong was seen: says nothing.</summary>
    Unsure = 1,

    /// <summary>Wrong, and not what was wrong before.</summary>
    Fresh = 2,

    /// <summary>Wrong as before.</summary>
    Again = 3,
}

/// <summary>The one table: towards desync in two steps, out of it in two; a read that proves nothing changes nothing.</summary>
public static class ConvergenceTransitions
{
    public static ConvergencePhase After(this ConvergencePhase phase, Sight sight) => (phase, sight) switch
    {
        (Clean, AllClear or Unsure) => Clean,
        (Clean, Fresh) => Suspected,
        (Suspected, AllClear) => Clean,
        (Suspected, Unsure or Fresh) => Suspected,
        (Suspected, Again) => Desync,
        (Desync, AllClear) => Clearing,
        (Desync, Unsure or Fresh or Again) => Desync,
        (Clearing, AllClear) => Clean,
        (Clearing, Unsure) => Clearing,

        // What comes back while clearing was never gone.
        (Clearing, Fresh or Again) => Desync,

        // Clean remembers nothing, so nothing can be seen again.
        _ => throw new InvalidOperationException($"{phase} cannot meet {sight}"),
    };
}

/// <summary>An issue, since when it is seen and how often.</summary>
public sealed record Sighting(Mismatch Issue, DateTimeOffset FirstSeen, int Times);

/// <summary>What the reports so far amount to. Immutable; converges or escalates (P12).</summary>
public sealed record Convergence
{
    public static readonly Convergence Start = new();

    private Convergence()
    {
    }

    public ConvergencePhase Phase { get; private init; }
    public ImmutableArray<Sighting> Open { get; private init; } = [];

    /// <summary>Since when STATE DESYNC stands; null while it does not.</summary>
    public DateTimeOffset? DesyncSince { get; private init; }

    /// <summary>It stands for longer than the bound (R47): P0.</summary>
    public bool Escalated { get; private init; }
    public ReconciliationReport? Last { get; private init; }

    /// <summary>The last report that was complete, of both venues, and clean.</summary>
    public DateTimeOffset? LastCleanAt { get; private init; }

    public bool IsDesync => Phase is Desync or Clearing;

    /// <summary>The next state. A report asked no later than the last one is the same read again and changes nothing.</summary>
    public Convergence After(ReconciliationReport report, ReconciliationOptions options)
    {
        if (Last is { } last && report.AskedAt <= last.AskedAt) return this;
        var sight = See(report);
        var phase = Phase.After(sight);
        var since = phase is Desync or Clearing ? DesyncSince ?? report.AskedAt : (DateTimeOffset?)null;
        return this with
        {
            Phase = phase,
            Open = Merge(report),
            DesyncSince = since,
            Escalated = since is { } start && report.AskedAt - start >= options.EscalateAfter,
            Last = report,
            LastCleanAt = sight == AllClear ? report.AskedAt : LastCleanAt,
        };
    }

    private Sight See(ReconciliationReport report)
    {
        if (!report.Desyncs.Any()) return report.IsComplete ? AllClear : Unsure;
        var known = Open.Where(sighting => sighting.Issue.IsDesync).Select(sighting => sighting.Issue.Key).ToHashSet();
        return report.Desyncs.Any(issue => known.Contains(issue.Key)) ? Again : Fresh;
    }

    // What a silent venue or a symbol in flight could not show stays as it was last seen.
    private ImmutableArray<Sighting> Merge(ReconciliationReport report)
    {
        var before = Open.ToDictionary(sighting => sighting.Issue.Key);
        var now = report.Issues.DistinctBy(issue => issue.Key).Select(issue => before.TryGetValue(issue.Key, out var seen)
            ? seen with { Issue = issue, Times = seen.Times + 1 }
            : new Sighting(issue, report.AskedAt, 1)).ToList();
        var shown = now.Select(sighting => sighting.Issue.Key).ToHashSet();
        return [.. now, .. Open.Where(sighting => !shown.Contains(sighting.Issue.Key) && Hidden(sighting.Issue, report))];
    }

    private static bool Hidden(Mismatch issue, ReconciliationReport report) => issue.Venue is { } venue
        ? report.Silent.Contains(venue) || report.Pending.Any(entry => entry.Venue == venue && (entry.Symbol == issue.Symbol || issue.Kind == MismatchKind.BalanceMismatch))
        : !report.IsComplete;
}
