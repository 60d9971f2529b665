using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Desk.Measures;

/// <summary>Measures each real hedge: naked exposure as money times time, how long both legs took, whether it failed; and holds the day to its budget (P8, R51).</summary>
internal sealed class GaugeFlow(DeskMemory m, DeskEffects effects, ModeFlow mode, AlertDesk alerts)
{
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(1);
    private DateOnly told;

    /// <summary>After every fact of a hedge's orders, and on the timer.</summary>
    public void Look(Hedge hedge)
    {
        if (hedge.Simulated) return;
        var gauge = GaugeOf(hedge);
        var unmatched = gauge.Meter.Notional;
        gauge.Meter = gauge.Meter.Look(m.Now, Naked(hedge), out var added);
        foreach (var share in added) Count(share);
        gauge.Unsaved |= added.Length > 0;
        var news = Notices(hedge, gauge);

        // While it is naked a row a second is enough: a restart goes on from the last one.
        var settled = unmatched > 0m && gauge.Meter.Notional == 0m;
        if (news || gauge.Unsaved && (settled || hedge.State.IsOver() || m.Now - gauge.SavedAt >= SaveEvery)) Save(hedge.Id, gauge);
    }

    public void Tick()
    {
        foreach (var hedge in m.Hedges.Values) Look(hedge);
        Today();
        if (IsSpent) Spent();
    }

    public IEnumerable<Block> Blocks() => IsSpent
        ? [new Block("naked_budget", $"{Plain(m.Measures.NakedToday)} USDT·s of naked exposure since 00:00 UTC have used up NAKED_BUDGET_USDT_SECONDS {Plain(m.Limits.NakedBudgetUsdtSeconds)}")]
        : [];

    private bool IsSpent => NakedBudget.IsSpent(m.Measures.NakedToday, m.Limits.NakedBudgetUsdtSeconds);

    private void Spent()
    {
        mode.EngageHold("naked_budget", "risk_guard", "desk");
        if (told == m.Measures.NakedDay) return;
        told = m.Measures.NakedDay;
        var (used, budget) = (m.Measures.NakedToday, m.Limits.NakedBudgetUsdtSeconds);
        alerts.Raise(NakedBudget.HoldCode, $"naked exposure of {Plain(used)} USDT·s since 00:00 UTC has used up the day's {Plain(budget)}: HOLD", new { used, budget }, active: true, NakedBudget.HoldCode);
    }

    private HedgeGauge GaugeOf(Hedge hedge)
    {
        if (m.Measures.Gauges.TryGetValue(hedge.Id, out var known)) return known;

        // Found unequal at a start without a row of its own: it has been so since the ledger says.
        var gauge = new HedgeGauge(hedge.ExposedSince is { } since && since < m.Now ? new NakedMeter(since, Naked(hedge), 0m) : NakedMeter.Start(m.Now)) { SavedAt = m.Now };
        m.Measures.Gauges[hedge.Id] = gauge;
        m.Measures.GaugeOrder.Enqueue(hedge.Id);
        for (var i = m.Measures.GaugeOrder.Count; i > MeasuresMemory.Kept; i--) Forget();
        return gauge;
    }

    private void Forget()
    {
        var oldest = m.Measures.GaugeOrder.Dequeue();
        if (m.Hedges.ContainsKey(oldest)) m.Measures.GaugeOrder.Enqueue(oldest);
        else m.Measures.Gauges.Remove(oldest);
    }

    // What a hedged pair keeps unequal was booked as dust (R25): it is no exposure anybody waits to end.
    private decimal Naked(Hedge hedge)
    {
        if (hedge.State is HedgeState.Hedged || hedge.State.IsOver()) return 0m;
        var unmatched = hedge.Long.Open.Value - hedge.Short.Open.Value;
        if (unmatched == 0m) return 0m;
        var ahead = unmatched > 0m ? hedge.Long.Venue : hedge.Short.Venue;
        var mark = hedge.Pair >= 0 ? m.Books[hedge.Pair][ahead].Mark : null;
        return Math.Abs(unmatched) * (mark?.Value ?? hedge.Mid);
    }

    private void Count(NakedShare share)
    {
        Today();
        if (share.Day == m.Measures.NakedDay) m.Measures.NakedToday += share.UsdtSeconds;
    }

    private void Today()
    {
        var today = DateOnly.FromDateTime(m.Now.UtcDateTime);
        if (today == m.Measures.NakedDay) return;
        (m.Measures.NakedDay, m.Measures.NakedToday) = (today, 0m);
    }

    private bool Notices(Hedge hedge, HedgeGauge gauge)
    {
        if (hedge.State == HedgeState.Hedged && gauge.Latency is null && hedge.OpenedAt >= m.StartedAt)
        {
            gauge.Latency = m.Now - hedge.OpenedAt;
            m.Measures.Latencies.Add((decimal)gauge.Latency.Value.TotalMilliseconds);
            return true;
        }

        if (hedge.State != HedgeState.Partial || gauge.FailedAt is not null) return false;
        gauge.FailedAt = m.Measures.LastFailureAt = m.Now;
        return true;
    }

    private void Save(string id, HedgeGauge gauge)
    {
        (gauge.Unsaved, gauge.SavedAt) = (false, m.Now);
        var (meter, latency, failed, day, today) = (gauge.Meter, gauge.Latency, gauge.FailedAt, m.Measures.NakedDay, m.Measures.NakedToday);
        effects.Persist("hedge_measure", tx =>
        {
            MeasuresStore.SaveGauge(tx, id, meter, latency, failed);
            MeasuresStore.SaveNakedDay(tx, day, today);
        });
    }

    private static string Plain(decimal value) => Decimals.Plain(decimal.Round(value, 0));
}
