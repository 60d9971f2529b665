using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// The kill switch (R3): HOLD at once, then cancel everything and read again until each venue has twice in a row shown no open order,
/// later than the last order's validity. KILL_PENDING stands until then and survives a restart. A venue that is dark is asked on.
/// </summary>
internal sealed class KillFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, HedgeFlow hedges)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(500);
    private readonly Progress[] progress = [new(), new()];
    private readonly List<(CommandEnvelope Envelope, List<Venue> Waiting, Counts Counts)> cancels = [];

    public CommandResult On(DeskCommand.Kill command)
    {
        mode.EngageHold("kill_switch", "operator", command.By);
        var kill = m.Control with { KillPending = true, KillBy = command.By, KillAt = m.Now, KillFlatten = command.Flatten };
        mode.Become(kill, "CRITICAL", "kill_switch", command.By, new { flatten = command.Flatten });
        Begin();
        return new CommandResult.Done(new Dictionary<string, object?> { ["pending"] = true });
    }

    /// <summary>Starts over: at the command, or at start when a kill was pending (R3).</summary>
    public void Begin()
    {
        foreach (var venue in Venues.All) progress[(int)venue] = new Progress { AskAt = m.Now };
        m.KillShown = (m.Control.KillAt ?? m.Now, m.Control.KillBy, m.Control.KillFlatten, "cancelling");
        Tick();
    }

    public CommandResult? On(DeskCommand.CancelAll command, CommandEnvelope envelope)
    {
        var venues = Venues.All.ToList();
        if (command.Venue is { } word)
        {
            if (!Venues.TryParse(word, out var venue)) return new CommandResult.Refused("unknown_venue", $"'{word}' is not a venue: binance or okx");
            venues = [venue];
        }

        cancels.Add((envelope, venues, new Counts()));
        foreach (var venue in venues)
        {
            m.Runaway.CountCancel(m.Now);
            effects.CancelAll(venue);
        }

        effects.Persist("cancel_all", tx => tx.Event("WARNING", "cancel_all", "{}"));
        return null;
    }

    public void On(CancelAllDone fact)
    {
        progress[(int)fact.Venue].ReadAt = m.Now;
        for (var i = cancels.Count - 1; i >= 0; i--)
        {
            var (envelope, waiting, counts) = cancels[i];
            if (!waiting.Remove(fact.Venue)) continue;
            if (fact.Answer is VenueAnswer<int>.Got got) counts.Cancelled += got.Value;
            else counts.Failed++;
            if (waiting.Count > 0) continue;
            cancels.RemoveAt(i);
            envelope.Reply.TrySetResult(new CommandResult.Done(new Dictionary<string, object?> { ["cancelled"] = counts.Cancelled, ["failed"] = counts.Failed }));
        }
    }

    public void On(OpenOrdersRead fact)
    {
        if (!m.Control.KillPending) return;
        var at = progress[(int)fact.Venue];
        at.AskAt = m.Now + Again;
        if (fact.Answer is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got got && got.Value.Count == 0 && fact.AskedAt > LastValidity(fact.Venue)) at.EmptyReads++;
        else at.EmptyReads = 0;
        at.Detail = fact.Answer is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got list ? $"{list.Value.Count} open" : "does not answer";
        Finish();
    }

    public void Tick()
    {
        if (!m.Control.KillPending) return;
        if (m.Control.KillFlatten)
            foreach (var hedge in m.Hedges.Values.Where(h => h.State is Positions.HedgeState.Hedged or Positions.HedgeState.Trimming).ToList()) hedges.StartClosing(hedge, ExitReasons.Operator);
        foreach (var venue in Venues.All)
        {
            var at = progress[(int)venue];
            if (at.EmptyReads >= 2) continue;
            if (m.Now >= at.AskAt)
            {
                // Asked again even without an answer: a call that never returns must not stop the kill.
                at.AskAt = m.Now + TimeSpan.FromSeconds(5);
                effects.CancelAll(venue);
                at.ReadAt = m.Now + TimeSpan.FromSeconds(2);
            }

            if (at.ReadAt is not { } read || m.Now < read) continue;
            at.ReadAt = null;
            effects.ReadOpenOrders(venue);
        }
    }

    private void Finish()
    {
        var inFlight = m.Hedges.Values.Sum(h => h.Orders.Count(o => !o.IsSettled));
        var open = m.Control.KillFlatten ? m.Hedges.Values.Count(h => h.State is Positions.HedgeState.Hedged or Positions.HedgeState.Closing or Positions.HedgeState.Trimming) : 0;
        var done = progress.All(p => p.EmptyReads >= 2) && inFlight == 0 && open == 0;
        var detail = done
            ? "both venues confirm: no open order"
            : string.Join("; ", Venues.All.Select(v => $"{v.Word()}: {progress[(int)v].Detail}")) + $"; {inFlight} in flight; {open} to flatten";
        m.KillShown = (m.Control.KillAt ?? m.Now, m.Control.KillBy, m.Control.KillFlatten, detail);
        m.Dirty = true;
        if (done) mode.Become(m.Control with { KillPending = false }, "WARNING", "kill_confirmed", m.Control.KillBy, new { detail, confirmed_at = m.Now });
    }

    private DateTimeOffset LastValidity(Venue venue)
    {
        var last = m.Control.KillAt ?? DateTimeOffset.MinValue;
        foreach (var hedge in m.Hedges.Values)
            foreach (var order in hedge.Leg(venue).Orders)
                if (order.ValidUntil > last) last = order.ValidUntil;
        return last;
    }

    private sealed class Progress
    {
        public DateTimeOffset AskAt { get; set; }
        public DateTimeOffset? ReadAt { get; set; }
        public int EmptyReads { get; set; }
        public string Detail { get; set; } = "asked";
    }

    private sealed class Counts
    {
        public int Cancelled { get; set; }
        public int Failed { get; set; }
    }
}
