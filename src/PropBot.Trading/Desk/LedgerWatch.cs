using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Hedging;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Desk;

/// <summary>A ledger that takes no writes is a HOLD; it is tried every second, and what was kept and noted meanwhile goes in when it does again.</summary>
internal sealed class LedgerWatch(DeskMemory m, DeskEffects effects, ModeFlow mode)
{
    public void Lost()
    {
        m.LedgerWritable = false;
        mode.EngageHold("ledger_unavailable", "ledger", "desk");
    }

    // Kept facts may have been overtaken by newer ones: what stands now is written once more.
    public void Back()
    {
        m.LedgerWritable = true;
        m.Dirty = true;
        foreach (var hedge in m.Hedges.Values)
        {
            effects.Persist($"hedge {hedge.Id}", HedgeStore.Update(hedge));
            foreach (var order in hedge.Orders) effects.Persist($"order {order.Id}", OrderStore.Update(order));
        }
    }

    public void Look()
    {
        // Another writer of the same ledger (a door's audit row) may have met the full disk before the desk did.
        if (m.LedgerWritable && !effects.Ledger.Writable) Lost();
        else if (!m.LedgerWritable)
        {
            if (effects.Writes.Unwritten > 0) effects.Writes.RetryBacklog();
            else if (effects.Ledger.Writable) Back();
            else effects.Persist("probe", tx => tx.Execute("insert into control(key,value) values('probe',?1) on conflict(key) do update set value=excluded.value", m.Now));
        }

        if (m.LedgerWritable) effects.Writes.Merge();
    }
}
