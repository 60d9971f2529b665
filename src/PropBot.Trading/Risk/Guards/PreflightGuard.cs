namespace PropBot.Trading.Risk.Guards;

/// <summary>The start-up checks (R21), and the ledger without which no intent is durable (P1).</summary>
public static class PreflightGuard
{
    private static readonly RiskRefusal NotDone = new("preflight_not_passed", "the preflight has not finished");
    private static readonly RiskRefusal NoLedger = new("ledger_unavailable", "the ledger takes no writes: nothing is opened without a durable intent");

    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits)
    {
        if (!facts.PreflightDone) return NotDone;
        return facts.RedPreflight is { } red ? new RiskRefusal($"preflight:{red}", $"preflight check {red} is red") : null;
    }

    public static RiskRefusal? Ledger(RiskFacts facts, RiskLimits limits) => facts.LedgerWritable ? null : NoLedger;
}
