using static PropBot.Trading.Control.HoldSeverity;

namespace PropBot.Trading.Control;

/// <summary>How grave a HOLD reason is (R47). After a P0 the way out needs a root cause (R8).</summary>
public enum HoldSeverity
{
    /// <summary>Money or truth was lost: naked beyond its bound, desync, daily loss, audit chain, ban with open position, liquidation, ADL.</summary>
    P0 = 0,

    /// <summary>A guard stopped the desk before anything was lost.</summary>
    P1 = 1,

    /// <summary>A person's HOLD, or a start.</summary>
    P2 = 2,
}

/// <summary>The one table of severities, by how a reason's code begins; most severe first, and in that order reasons are shown.</summary>
public static class HoldSeverities
{
    private static readonly (string Begins, HoldSeverity Severity)[] Table =
    [
        ("liquidation:", P0),
        ("adl:", P0),
        ("naked_bound", P0),
        ("audit_chain", P0),
        ("venue_ban:", P0),
        ("risk_limit breach: MAX_DAILY_LOSS_USDT", P0),
        ("risk_limit breach", P1),
        ("desync", P0),
        ("kill_switch", P1),
        ("restored", P1),
        ("dead_man_fired", P1),
        ("venue_shut_out:", P1),
        ("hedge_leg_failed", P1),
        ("foreign_order", P1),
        ("AUTO_THROTTLE", P1),
        ("runaway_orders_per_min", P1),
        ("runaway_cancels_per_min", P1),
        ("clock_skew", P1),
        ("preflight", P1),
        ("ledger_unavailable", P1),
    ];

    /// <summary>A guard's code that is not in the table is P1; what a person gives as reason is text and never P0.</summary>
    public static HoldSeverity Of(string code, string source)
    {
        if (code == HoldReason.RestartCode) return P2;
        if (source == "operator") return code == "kill_switch" ? P1 : P2;
        var at = At(code);
        return at < 0 ? P1 : Table[at].Severity;
    }

    /// <summary>For sorting: the table's order, then unknown guards, then people, then a restart.</summary>
    internal static int Rank(HoldReason reason)
    {
        if (reason.Code == HoldReason.RestartCode) return int.MaxValue;
        if (string.Equals(reason.Source, "operator", StringComparison.Ordinal)) return 900;
        var at = At(reason.Code);
        return at < 0 ? 500 : at;
    }

    private static int At(string code) => Array.FindIndex(Table, row => code.StartsWith(row.Begins, StringComparison.Ordinal));
}
