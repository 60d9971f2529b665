using PropBot.Trading.Amounts;

namespace PropBot.Trading.Hedging;

/// <summary>Why a hedge is closed; the words are kept with it.</summary>
public static class ExitReasons
{
    public const string TakeProfit = "take_profit";
    public const string Time = "time";
    public const string Stop = "stop";
    public const string Funding = "funding";
    public const string Operator = "operator";

    /// <summary>A leg came so near to its liquidation that nothing sensible could be kept (R15).</summary>
    public const string Guardian = "guardian";

    /// <summary>A kill closes the hedge (R3).</summary>
    public const string KillFlatten = "kill_flatten";

    /// <summary>A kill closes what both legs have in common of a hedge that was unequal already; the excess stays for R16.</summary>
    public const string KillMatched = "kill_matched";

    /// <summary>May be dropped again when the price has gone and nothing has closed yet.</summary>
    public static bool CanWait(string reason) => reason is TakeProfit or Funding;

    /// <summary>After these the pair rests (P10).</summary>
    public static bool CoolsDown(string reason) => reason is Stop or Time or Guardian;
}

/// <param name="ClosePnl">R30: fills so far + executable close − remaining fees ± funding, in bps of entry notional; null when a book cannot tell.</param>
/// <param name="MidMovedAgainst">Mid basis moved against us since entry; null when a book cannot tell.</param>
/// <param name="StopStandsFor">How long <paramref name="MidMovedAgainst"/> has been at or beyond the stop.</param>
/// <param name="NextFundingCost">Net funding of the next settlement over both legs, cost positive; null when unknown.</param>
/// <param name="ToNextFunding">Time until that settlement.</param>
/// <param name="ConvergenceExpected">What closing later is still expected to bring: mid basis now against the close history.</param>
/// <param name="InHold">In HOLD only protective exits act (R15): the stop.</param>
public readonly record struct ExitFacts(
    Bps? ClosePnl, Bps? MidMovedAgainst, TimeSpan StopStandsFor, TimeSpan HeldFor, Bps? NextFundingCost, TimeSpan? ToNextFunding,
    Bps? ConvergenceExpected, bool InHold, bool MayTrade);

/// <summary>When to close (R30). Pure; null = keep it.</summary>
public static class HedgeExit
{
    /// <summary>The funding exit is judged until this long before the settlement.</summary>
    public static readonly TimeSpan FundingLock = TimeSpan.FromSeconds(60);

    public static string? Reason(in ExitFacts facts, HedgingOptions options)
    {
        var mayStop = !facts.InHold || options.HoldProtectiveExits;
        if (mayStop && facts.MidMovedAgainst is { } moved && moved >= options.Stop && facts.StopStandsFor >= options.StopFor) return ExitReasons.Stop;
        if (facts.InHold || !facts.MayTrade) return null;
        if (facts.ClosePnl is { } pnl && pnl >= options.TakeProfit) return ExitReasons.TakeProfit;
        if (facts.HeldFor >= options.MaxHold) return ExitReasons.Time;
        return FundingCostsMore(facts) ? ExitReasons.Funding : null;
    }

    private static bool FundingCostsMore(in ExitFacts facts) =>
        facts is { NextFundingCost: { } cost, ToNextFunding: { } left, ConvergenceExpected: { } expected } &&
        left > FundingLock && left <= TimeSpan.FromMinutes(10) && cost > expected && cost > Bps.Zero;
}
