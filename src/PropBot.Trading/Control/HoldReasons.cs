using System.Collections.Immutable;

namespace PropBot.Trading.Control;

/// <summary>The set of reasons the desk is on HOLD for (R2). Immutable; a change of the compared part moves the epoch.</summary>
public sealed record HoldReasons(ImmutableArray<HoldReason> All)
{
    public static readonly HoldReasons None = new(ImmutableArray<HoldReason>.Empty);

    // Listed most severe first; a code that is not here ranks between the guards and a person's HOLD.
    private static readonly string[] Severity =
        ["naked_bound", "risk_limit breach", "daily_loss", "desync", "kill_switch", "dead_man_fired", "hedge_leg_failed", "foreign_order", "AUTO_THROTTLE", "runaway_orders_per_min", "runaway_cancels_per_min", "clock_skew", "preflight", "ledger_unavailable"];

    /// <summary>Codes that count in comparisons, sorted; a restart is left out (R2).</summary>
    public IEnumerable<string> Compared => All.Select(r => r.Code).Where(c => c != HoldReason.RestartCode).Order(StringComparer.Ordinal);

    public HoldReason? MostSevere => All.IsEmpty ? null : All.OrderBy(Rank).ThenBy(r => r.Since).First();

    /// <summary>Adds a reason, or leaves the older entry of the same code.</summary>
    public HoldReasons With(HoldReason reason) => All.Any(r => r.Code == reason.Code) ? this : new HoldReasons(All.Add(reason));

    private static int Rank(HoldReason reason)
    {
        if (reason.Code == HoldReason.RestartCode) return int.MaxValue;
        if (string.Equals(reason.Source, "operator", StringComparison.Ordinal)) return 900;
        var at = Array.FindIndex(Severity, s => reason.Code.StartsWith(s, StringComparison.Ordinal));
        return at < 0 ? 500 : at;
    }
}
