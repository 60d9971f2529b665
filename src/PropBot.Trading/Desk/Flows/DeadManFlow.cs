using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Flows;

/// <summary>
/// Dead-man switches (R32): which pairs of a venue need theirs, what is known of them, and what follows when one cannot be refreshed or
/// has fired. Nothing opens while one is in trouble; it is tried on until it stands, since only that proves the trouble over.
/// </summary>
internal sealed class DeadManFlow(DeskMemory m, DeskEffects effects, ModeFlow mode)
{
    /// <summary>A refresh that failed for so long while an order may rest is told to people.</summary>
    public static readonly TimeSpan AlertAfter = TimeSpan.FromSeconds(10);

    private readonly HashSet<int>[] kept = [[], []];
    private readonly HashSet<int>[] wanted = [[], []];

    /// <summary>Tells the venue's connector which pairs to guard, if that has changed. After each order that was sent, and by the timer.</summary>
    public void Keep(Venue venue)
    {
        var status = m.Status(venue);
        if (!status.StreamsStarted || status.DeadManMissing) return;
        var (now, before) = (wanted[(int)venue], kept[(int)venue]);
        Gather(status, now);
        if (now.SetEquals(before)) return;
        before.Clear();
        before.UnionWith(now);
        effects.KeepDeadMan(venue, before.Order().ToArray());
    }

    public void On(DeadManReading reading)
    {
        var status = m.Status(reading.Venue);
        var key = reading.Pair ?? DeadManState.WholeAccount;
        if (!status.DeadMen.TryGetValue(key, out var state)) status.DeadMen[key] = state = new DeadManState(reading);
        // A connector that finds its switch run out says "not armed": what the reading before it promised is judged first.
        Judge(status, key, state);
        state.Reading = reading;
        m.Dirty = true;
        if (reading.Trouble.Length > 0)
        {
            state.TroubleSince ??= m.Now;
            return;
        }

        (state.TroubleSince, state.Alerted) = (null, false);
        if (reading.FiresAt is not null) status.DeadManProven = true;
    }

    public void On(DeadManMissing fact)
    {
        m.Status(fact.Venue).DeadManMissing = true;
        m.Dirty = true;
    }

    public void Tick()
    {
        foreach (var status in m.Venues)
        {
            foreach (var (pair, state) in status.DeadMen) Judge(status, pair, state);
            Keep(status.Venue);
        }
    }

    /// <summary>An order of ours ended; if the switch ended it, it has fired.</summary>
    public void Ended(Order order)
    {
        if (order.State == OrderState.Ended && order.Detail == EndReasons.DeadMan) Fired(m.Status(order.Venue), order.Instrument.Symbol, $"it cancelled order {order.Id}");
    }

    public IEnumerable<Block> Blocks()
    {
        foreach (var status in m.Venues)
            if (status.DeadManInTrouble is not null) return Troubles();
        return [];
    }

    private IEnumerable<Block> Troubles() =>
        from status in m.Venues
        from state in status.DeadMen
        where state.Value.TroubleSince is not null
        select new Block("dead_man_unarmed", $"{status.Venue.Word()} {Name(state.Key)}: the venue's dead-man switch does not stand since {state.Value.TroubleSince:HH:mm:ss} UTC: {state.Value.Reading.Trouble}");

    private void Gather(VenueStatus status, HashSet<int> pairs)
    {
        pairs.Clear();
        if (m.Control.KillPending)
        {
            for (var pair = 0; pair < m.Books.Length; pair++) pairs.Add(pair);
            return;
        }

        foreach (var hedge in m.Hedges.Values)
            if (hedge.Pair >= 0 && MayRest(hedge, status.Venue)) pairs.Add(hedge.Pair);
        foreach (var (pair, state) in status.DeadMen)
            if (state.TroubleSince is not null && (pair >= 0 || pairs.Count == 0)) pairs.Add(Math.Max(pair, 0));

        // Armed once without need, so that a missing right shows in the preflight and not under the first order.
        if (!status.DeadManProven && pairs.Count == 0) pairs.Add(0);
    }

    // Between two orders of one intent the switch stays: the next order leaves a moment later.
    private static bool MayRest(Hedging.Hedge hedge, Venue venue) =>
        !hedge.Simulated && (hedge.State is HedgeState.Planned or HedgeState.Exposed or HedgeState.Closing or HedgeState.Trimming || HasOpenOrder(hedge, venue));

    private static bool HasOpenOrder(Hedging.Hedge hedge, Venue venue)
    {
        if (hedge.Simulated) return false;
        foreach (var order in hedge.Leg(venue).Orders)
            if (!order.State.IsTerminal()) return true;
        return false;
    }

    private void Judge(VenueStatus status, int pair, DeadManState state)
    {
        if (!OrderMayRest(status.Venue, pair)) return;
        if (state.TroubleSince is { } since && !state.Alerted && m.Now - since >= AlertAfter)
        {
            state.Alerted = true;
            Tell("dead_man_refresh_failed", status.Venue, Name(pair), state.Reading.Trouble);
        }

        if (state.Reading.FiresAt is not { } fires || m.Now < fires || state.FiredAt == fires) return;
        state.FiredAt = fires;
        Fired(status, Name(pair), $"it was not refreshed before {fires:HH:mm:ss} UTC while an order may have rested");
    }

    private bool OrderMayRest(Venue venue, int pair)
    {
        if (m.Control.KillPending) return true;
        foreach (var hedge in m.Hedges.Values)
            if ((pair == DeadManState.WholeAccount || hedge.Pair == pair) && HasOpenOrder(hedge, venue)) return true;
        return false;
    }

    // What rested is gone: HOLD, then every order and the account are asked for again.
    private void Fired(VenueStatus status, string symbol, string how)
    {
        Tell("dead_man_fired", status.Venue, symbol, how);
        mode.EngageHold("dead_man_fired", "dead_man", "desk");
        status.NextAccountReadAt = m.Now;
        foreach (var order in m.Hedges.Values.Where(h => !h.Simulated).SelectMany(h => h.Leg(status.Venue).Orders).Where(o => !o.IsSettled)) order.AskAt = m.Now;
    }

    private void Tell(string code, Venue venue, string symbol, string detail)
    {
        var json = JsonSerializer.Serialize(new { venue = venue.Word(), symbol, detail });
        effects.Persist(code, tx =>
        {
            tx.Event("CRITICAL", code, json);
            tx.Audit("desk", "desk", code.ToUpperInvariant(), venue.Word(), json);
        });
    }

    private string Name(int pair) => pair == DeadManState.WholeAccount ? "account" : m.Options.Universe[pair];
}
