using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// The kill switch (R3): HOLD at once, then cancel everything, close what was asked for, and read again until each venue has twice in a
/// row shown no open order (and, if asked, no position), later than the last order's validity. KILL_PENDING stands until then and
/// survives a restart. A venue that is dark is asked on.
/// </summary>
internal sealed class KillFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, HedgeFlow hedges)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);

    /// <summary>What rests is cancelled before anything is closed (R4); a venue that does not answer so long has nothing to wait for.</summary>
    private static readonly TimeSpan CancelsFirst = TimeSpan.FromSeconds(1);

    private readonly VenueProgress[] progress = [.. Venues.All.Select(_ => new VenueProgress())];
    private DateTimeOffset begunAt;

    public CommandResult On(DeskCommand.Kill command)
    {
        mode.EngageHold("kill_switch", "operator", command.By);

        // A kill that is pending never becomes less by a second one.
        var scope = m.Control.KillPending && m.Control.KillScope > command.Flatten ? m.Control.KillScope : command.Flatten;
        var left = FlattenView.Of(m.Hedges.Values.Select(h => h.ToRecord()), venue => m.Status(venue).PrivateUp).After(scope);
        var kill = m.Control with
        {
            KillPending = true,
            KillBy = command.By,
            KillAt = m.Now,
            KillFlatten = scope != FlattenScope.None,
            KillEachVenue = scope == FlattenScope.EachVenue,
        };
        effects.Writes.Note(kill);
        mode.Become(kill, "CRITICAL", "kill_switch", command.By, new { flatten = scope.Word(), naked_usdt = FlattenView.Sum(left).Amount });
        Begin();
        return new CommandResult.Done(new Dictionary<string, object?>
        {
            ["pending"] = true,
            ["flatten"] = scope.Word(),
            ["naked_usdt"] = FlattenView.Sum(left).Amount,
            ["naked"] = left,
        });
    }

    /// <summary>Starts over: at the command, or at start when a kill was pending (R3). The venues are asked by the timer of the same step, after the HOLD is told.</summary>
    public void Begin()
    {
        begunAt = m.Now;
        foreach (var venue in Venues.All) progress[(int)venue] = new VenueProgress { AskAt = m.Now };
        Show("cancelling");
    }

    public void On(CancelAllDone fact)
    {
        var at = progress[(int)fact.Venue];
        at.ReadAt = m.Now;
        if (fact.Answer is Exchanges.VenueAnswer<int>.Got) at.Cleared = true;
    }

    public void On(KillRead fact)
    {
        if (!m.Control.KillPending) return;
        var at = progress[(int)fact.Venue];
        at.AskAt = m.Now + Again;
        at.Detail = fact.Words;
        if (Counts(fact)) at.Proof.Add(fact);
        else at.Proof.Clear();
        Finish();
    }

    public void Tick()
    {
        if (!m.Control.KillPending) return;
        if (m.Control.KillFlatten && (progress.All(p => p.Cleared) || m.Now - begunAt >= CancelsFirst)) Flatten();
        foreach (var venue in Venues.All) Ask(venue);
    }

    // An order that left since may have come after the reads: they prove nothing any more.
    private void Ask(Venue venue)
    {
        var at = progress[(int)venue];
        at.Proof.RemoveAll(read => !Counts(read));
        if (at.Proof.Count >= 2) return;
        if (m.Now >= at.AskAt)
        {
            // Asked again even without an answer: a call that never returns must not stop the kill.
            at.AskAt = m.Now + TimeSpan.FromSeconds(5);
            effects.CancelAll(venue);
            at.ReadAt = m.Now + TimeSpan.FromSeconds(2);
        }

        if (at.ReadAt is not { } read || m.Now < read) return;
        at.ReadAt = null;
        effects.ReadForKill(venue, m.Control.KillFlatten);
    }

    private void Flatten()
    {
        foreach (var hedge in m.Hedges.Values.Where(h => h.State is HedgeState.Hedged or HedgeState.Trimming or HedgeState.Partial).ToList())
        {
            if (hedge.State != HedgeState.Partial || m.Control.KillEachVenue) hedges.StartClosing(hedge, ExitReasons.KillFlatten);
            else hedges.CloseMatched(hedge);
        }
    }

    private bool Counts(KillRead read) =>
        read.OpenOrders == 0 && read.AskedAt > LastValidity(read.Venue) && (!m.Control.KillFlatten || read.OpenPositions == 0);

    private void Finish()
    {
        var inFlight = m.Hedges.Values.Sum(h => h.Orders.Count(o => !o.IsSettled));
        if (inFlight > 0 || progress.Any(p => p.Proof.Count(Counts) < 2))
        {
            Show(string.Join("; ", Venues.All.Select(v => $"{v.Word()}: {progress[(int)v].Detail}")) + $"; {inFlight} in flight");
            return;
        }

        var reads = progress.SelectMany(p => p.Proof.TakeLast(2)).ToList();
        Show(m.Control.KillFlatten ? "both venues confirm: no open order, no position" : "both venues confirm: no open order");
        m.KillShown = m.KillShown! with { Proof = [.. progress.SelectMany(p => p.Proof.TakeLast(2).Select((read, i) => read.ToView(i + 1)))] };
        mode.Become(
            m.Control with { KillPending = false }, "WARNING", "kill_confirmed", m.Control.KillBy, new { m.KillShown.Detail, confirmed_at = m.Now },
            KillProof.Insert(m.KillShown.Id, reads));
    }

    private void Show(string detail)
    {
        m.KillShown = new KillShown(m.Control.KillAt ?? m.Now, m.Control.KillBy, m.Control.KillScope, detail);
        m.Dirty = true;
    }

    private DateTimeOffset LastValidity(Venue venue)
    {
        var last = m.Control.KillAt ?? DateTimeOffset.MinValue;
        foreach (var (order, _) in m.Orders.Values)
            if (order.Venue == venue && !order.Simulated && order.ValidUntil > last) last = order.ValidUntil;
        return last;
    }

    private sealed class VenueProgress
    {
        public DateTimeOffset AskAt { get; set; }
        public DateTimeOffset? ReadAt { get; set; }

        /// <summary>The venue has cancelled what rested at least once.</summary>
        public bool Cleared { get; set; }

        /// <summary>Consecutive reads that count.</summary>
        public List<KillRead> Proof { get; } = [];
        public string Detail { get; set; } = "asked";
    }
}
