using System.Collections.Immutable;

namespace PropBot.Trading.Control;

/// <summary>The set of reasons the desk is on HOLD for (R2). Immutable; a change of the compared part moves the epoch.</summary>
public sealed record HoldReasons(ImmutableArray<HoldReason> All)
{
    public static readonly HoldReasons None = new(ImmutableArray<HoldReason>.Empty);

    /// <summary>Codes that count in comparisons, sorted; a restart is left out (R2).</summary>
    public IEnumerable<string> Compared => All.Select(r => r.Code).Where(c => c != HoldReason.RestartCode).Order(StringComparer.Ordinal);

    public HoldReason? MostSevere => All.IsEmpty ? null : All.OrderBy(HoldSeverities.Rank).ThenBy(r => r.Since).First();

    /// <summary>Leaving this HOLD needs a root cause (R8).</summary>
    public bool HasP0 => All.Any(r => r.Severity == HoldSeverity.P0);

    /// <summary>Adds a reason, or leaves the older entry of the same code.</summary>
    public HoldReasons With(HoldReason reason) => All.Any(r => r.Code == reason.Code) ? this : new HoldReasons(All.Add(reason));
}
