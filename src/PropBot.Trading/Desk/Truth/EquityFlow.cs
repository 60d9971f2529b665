using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Truth;

/// <summary>Values both accounts: equity rows, the day's loss (R33; the risk governor holds for it), and PnL snapshots.</summary>
internal sealed class EquityFlow(DeskMemory m, DeskEffects effects)
{
    /// <summary>A mark older than this values nothing.</summary>
    public static readonly TimeSpan MarkFresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RowEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SnapshotEvery = TimeSpan.FromMinutes(5);

    private DateTimeOffset nextLook;
    private DateTimeOffset nextRow;
    private DateTimeOffset nextSnapshot;

    public void Tick()
    {
        if (m.Now < nextLook || !m.Recovered) return;
        nextLook = m.Now + LookEvery;
        var marks = Belief.Marks(m, MarkFresh);
        Equity binance = EquityOf(Venue.Binance, marks), okx = EquityOf(Venue.Okx, marks);
        if (m.Now >= nextRow && binance is Equity.Known b && okx is Equity.Known o) Keep(new EquityRow(m.Now, b.Usdt, o.Usdt));
        m.Truth.DailyLoss = DailyLoss.Evaluate(DailyLoss.Base(m.Truth.Equity, m.Now), binance, okx, m.Truth.Transfers);
        if (m.Now >= nextSnapshot) Snapshot(marks);
    }

    public IEnumerable<Block> Blocks() => IsReached
        ? [new Block("daily_loss", $"the day's loss of {Plain(((DailyLossReading.Known)m.Truth.DailyLoss).Lost.Amount)} USDT has reached MAX_DAILY_LOSS_USDT {Plain(m.Limits.MaxDailyLossUsdt!.Value)}")]
        : [];

    private bool IsReached => m.Limits.MaxDailyLossUsdt is { } limit && m.Truth.DailyLoss is DailyLossReading.Known known && known.Reaches(limit);

    private Equity EquityOf(Venue venue, Marks marks)
    {
        var word = m.Truth.Valued[(int)venue];
        var fresh = m.Now - (m.Options.Reconciliation.Every * 3) - TimeSpan.FromSeconds(15);
        return Equity.Of(word?.Balances?.FirstOrDefault(b => b.Currency == Money.Usdt), word?.Positions ?? [], word?.AskedAt, fresh, marks);
    }

    private void Keep(EquityRow row)
    {
        nextRow = m.Now + RowEvery;
        var start = DailyLoss.DayStart(m.Now);
        m.Truth.Equity.Add(row);

        // Of the rows before midnight only the last can be a base, of those after only the first.
        var before = m.Truth.Equity.Where(r => r.At < start).MaxBy(r => r.At);
        var after = m.Truth.Equity.Where(r => r.At >= start).MinBy(r => r.At);
        m.Truth.Equity.RemoveAll(r => r != before && r != after && r != row);
        effects.Persist("equity", tx => TruthStore.InsertEquity(tx, row));
    }

    private void Snapshot(Marks marks)
    {
        nextSnapshot = m.Now + SnapshotEvery;
        var snapshot = PnlSnapshot.Draw(m.Now, "periodic", m.Hedges.Values.Select(h => h.ToRecord()).ToList(), marks, m.RealisedClosed);
        if (!snapshot.MarkStale) m.Watch.Valued(snapshot.UnrealizedPnlTotal);
        effects.Persist("pnl_snapshot", tx => TruthStore.InsertSnapshot(tx, snapshot));
    }

    private static string Plain(decimal value) => Decimals.Plain(decimal.Round(value, 2));
}
