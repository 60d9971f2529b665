using PropBot.Trading.Control;

namespace PropBot.Trading.Desk;

/// <summary>
/// What people (through any door) ask of the desk. Commands overtake quotes. <c>By</c> is the authenticated identity.
/// Roles and second factors are checked before a command is made; the desk checks its own state.
/// </summary>
public abstract record DeskCommand(string By)
{
    /// <summary>Any state → HOLD; always Done. Same reason again only refreshes it.</summary>
    public sealed record EngageHold(string By, string Reason, string Source) : DeskCommand(By);

    /// <summary>
    /// The approved loosening (R2, R10): leaves HOLD → STANDBY_SAFE if <paramref name="HoldEpoch"/> and <paramref name="BootId"/> still
    /// match and no block stands. Refused: <c>hold_not_active</c>, <c>state_changed</c>, <c>blocked</c> (Blocks lists them).
    /// </summary>
    public sealed record LeaveHold(string By, string RequestId, long HoldEpoch, string BootId) : DeskCommand(By)
    {
        /// <summary>What led to a P0 and why it is over (R8); refused with <c>root_cause_required</c> where it is missing.</summary>
        public string RootCause { get; init; } = "";
    }

    /// <summary>
    /// An approved loosening (R2): used once, in the boot and HOLD epoch it was issued for, if nothing stands against it. Done: used. Refused:
    /// void for good, except <c>ledger_unavailable</c>, where nothing was decided.
    /// </summary>
    public sealed record UsePermit(Permit Permit) : DeskCommand(Permit.By);

    /// <summary>
    /// Lowers a limit at once (R13); it also ends a temporary raise. <paramref name="Scope"/>: symbol, venue, or empty for the default. Refused:
    /// <c>risk_limit_unsupported</c>, <c>risk_limit_scope</c>, <c>risk_limit_invalid_value</c>, <c>two_people_required</c> when it would raise.
    /// </summary>
    public sealed record LowerLimit(string By, string Limit, string Scope, decimal Value) : DeskCommand(By);

    /// <summary>STANDBY → RUN. Refused: <c>hold_active</c>, <c>safe_mode</c>, <c>blocked</c>. In RUN: Done, nothing changes.</summary>
    public sealed record Resume(string By) : DeskCommand(By);

    /// <summary>On: always Done. Off: refused <c>hold_active</c> in HOLD (R5). The door decides whether two people are needed.</summary>
    public sealed record SetSafeMode(string By, bool On) : DeskCommand(By);

    /// <summary>Changes loop parameters (R41); null = no change. Ranges were checked at the door; the desk answers what really changed.</summary>
    public sealed record PatchControl(string By, ControlPatch Patch) : DeskCommand(By);

    /// <summary>
    /// Kill switch (R3): HOLD <c>kill_switch</c>, KILL_PENDING, cancel all, close what <paramref name="Flatten"/> says, re-read until empty.
    /// Done at once; progress in the snapshot. Data: <c>pending</c>, <c>flatten</c>, <c>naked_usdt</c> and <c>naked</c>, what will stand without its other leg.
    /// </summary>
    public sealed record Kill(string By, FlattenScope Flatten) : DeskCommand(By);

    /// <summary>Cancels all orders on one venue word or both (null). Answers Done with counts in Data: <c>cancelled</c>, <c>failed</c>.</summary>
    public sealed record CancelAll(string By, string? Venue) : DeskCommand(By);

    /// <summary>
    /// Opens one hedge by hand through the same gate (R36). Completes when the hedge is hedged, partial or abandoned. Done carries the
    /// hedge id in Data <c>hedge_id</c>. Refused codes are those of the gate and the predecessor (contract 7.3, 7.4).
    /// </summary>
    public sealed record Execute(string By, string Symbol, decimal NotionalUsdt, decimal? MinSpread, decimal? Leverage) : DeskCommand(By);

    /// <summary>Somebody has seen an incident (R47). Refused: <c>incident_not_found</c>.</summary>
    public sealed record AcknowledgeIncident(string By, string Id) : DeskCommand(By);

    /// <summary>Names an incident's root cause. Refused: <c>incident_not_found</c>.</summary>
    public sealed record ExplainIncident(string By, string Id, string RootCause) : DeskCommand(By);

    /// <summary>Closes one open hedge, or every one when null, reduce-only, in every state (R4).</summary>
    public sealed record CloseHedges(string By, string? HedgeId) : DeskCommand(By);

    /// <summary>
    /// Takes the open leg of a partial hedge back now, reduce-only, in every state and whatever NAKED_AUTO_UNWIND says (R28). Done at once;
    /// what becomes of it is in the ledger under <paramref name="WishId"/>. Refused: <c>hedge_not_found</c>, <c>opening_in_progress</c>.
    /// </summary>
    public sealed record UnwindHedge(string By, string HedgeId, string WishId) : DeskCommand(By);

    /// <summary>
    /// The approved completion of a partial hedge (R28), once: exactly that quantity, never beyond that price, in the HOLD it was approved in.
    /// Done at once; what becomes of it is in the ledger under <paramref name="WishId"/>.
    /// </summary>
    public sealed record CompleteHedge(string By, string HedgeId, string WishId, decimal Quantity, decimal WorstPrice, long HoldEpoch) : DeskCommand(By);

    /// <summary>
    /// Asks both venues anew and says what stands of a hedge. Data <c>stands</c>: <c>flat</c> (no leg alone), <c>partial</c>, <c>unknown</c>;
    /// <c>text</c>. Refused: <c>venue_dark</c>.
    /// </summary>
    public sealed record AssessHedge(string By, string HedgeId) : DeskCommand(By);

    /// <summary>
    /// Books trades that people made at the venues by hand as the end of a partial hedge's excess (R28), proven by both venues' positions
    /// asked anew. Refused: <c>hedge_not_partial</c>, <c>venue_dark</c>, <c>not_proven</c> with the figures.
    /// </summary>
    public sealed record BookByHand(string By, string HedgeId) : DeskCommand(By);

    /// <summary>
    /// Turns the risk dial (rulings §4): 0–100. Down: always Done. Up is refused with <c>rpi_out_of_range</c>, <c>rpi_too_fast</c>,
    /// <c>msr_red</c>, and with <c>two_people_required</c> where a permit <c>turn_dial</c> is needed. Data: <c>rpi</c>, <c>factor</c>.
    /// </summary>
    public sealed record SetRpi(string By, int Value) : DeskCommand(By);

    /// <summary>Lets a strategy open. Refused: <c>unknown_strategy</c>, <c>strategy_frozen</c>. Data: <c>enabled_strategies</c>, <c>autopilot_active</c>, <c>last_decision_ts</c>.</summary>
    public sealed record EnableStrategy(string By, string Strategy, string Reason) : DeskCommand(By);

    /// <summary>Keeps a strategy from opening, at once; what it holds is looked after. Refused: <c>unknown_strategy</c>. Data as for enabling.</summary>
    public sealed record DisableStrategy(string By, string Strategy, string Reason) : DeskCommand(By);
}

/// <summary>Loop parameters that may be patched; null = unchanged.</summary>
public sealed record ControlPatch
{
    public decimal? MinSpreadBps { get; init; }
    public decimal? MaxSlippageBps { get; init; }
    public decimal? OrderNotionalUsdt { get; init; }
    public int? PollIntervalSec { get; init; }
    public bool? AutoLoop { get; init; }

    /// <summary>Empty text clears it.</summary>
    public string? LoopPair { get; init; }
    public IReadOnlyList<string>? LoopVenues { get; init; }

    /// <summary>Only <c>true</c> (tightening) is taken here; leaving dry-run needs two people (R6).</summary>
    public bool? DryRun { get; init; }
}

/// <summary>The desk's answer to a command.</summary>
public abstract record CommandResult
{
    private static readonly Dictionary<string, object?> None = [];

    private CommandResult(IReadOnlyDictionary<string, object?>? data) => Data = data ?? None;

    public IReadOnlyDictionary<string, object?> Data { get; }

    public sealed record Done(IReadOnlyDictionary<string, object?>? Details = null) : CommandResult(Details);

    /// <param name="Code">Machine word, snake case.</param>
    /// <param name="Text">A sentence for people: what is wrong and what would be right.</param>
    public sealed record Refused(string Code, string Text, IReadOnlyDictionary<string, object?>? Details = null) : CommandResult(Details);
}

/// <summary>The doors' view of the desk: read the snapshot, send a command.</summary>
public interface IDesk
{
    /// <summary>Never null; replaced, never changed.</summary>
    DeskSnapshot Snapshot { get; }

    /// <summary>Completes when the desk has applied it and, for a loosening, the ledger holds it.</summary>
    Task<CommandResult> Send(DeskCommand command);
}
