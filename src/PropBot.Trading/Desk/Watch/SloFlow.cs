using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Measures the service levels of the desk's own work and stops it when one stays broken.</summary>
internal sealed class SloFlow(DeskMemory m, AlertDesk alerts, VenueWatch venues, HoldLatch latch)
{
    private const string Source = "slo_watchdog";
    private const int LeastOrders = 20;
    private const int LeastRate = 10;
    private const int LeastCancels = 3;
    private const int LeastAges = 60;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly LatencyWindow cycles = new(m.Options.Watch.Health.Window);
    private readonly LatencyWindow ages = new(m.Options.Watch.Health.Window);
    private readonly Queue<(DateTimeOffset At, bool Bad)> orders = new();
    private readonly Queue<(DateTimeOffset At, bool Bad)> cancels = new();
    private DateTimeOffset nextLook;

    public void Replied(Order order, OrderReply reply)
    {
        if (!order.Simulated && reply is not OrderReply.Refused { Why.IsLocal: true }) orders.Enqueue((m.Now, reply is OrderReply.Refused));
    }

    /// <summary>From the decision to the venue's last word on it.</summary>
    public void Ended(Order order)
    {
        if (!order.Simulated && order.State is OrderState.Filled or OrderState.Ended or OrderState.Refused) cycles.Add(m.Now - order.CreatedAt, m.Now);
    }

    public void On(CancelAllDone fact) => cancels.Enqueue((m.Now, fact.Answer is VenueAnswer<int>.Unreadable));

    public void Tick()
    {
        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        SampleAges();
        var before = m.Watch.Levels;
        m.Watch.Levels = SloTable.Next(before, Read(), m.Options.Slo, m.Now);
        foreach (var metric in SloTable.Metrics) Follow(metric, Find(before, metric), Find(m.Watch.Levels, metric));
    }

    public IEnumerable<Block> Blocks() => m.Watch.Levels.Where(l => l.State == SloState.Critical && l.Metric != SloTable.ReconMismatch).Select(l => new Block("slo_breach", Text(l)));

    private SloReadings Read() => new()
    {
        WsGapMsP95 = venues.GapP95,
        OrderCycleMsP95 = cycles.Quantile(0.95m, m.Now, LeastOrders),
        RejectRate = Rate(orders, LeastRate),
        CancelFailRate = Rate(cancels, LeastCancels),
        DataAgeMsP95 = ages.Quantile(0.95m, m.Now, LeastAges),
        ReconMismatch = m.Truth.State.Last is null ? null : m.Truth.State.IsDesync ? m.Truth.State.Open.Count(s => s.Issue.IsDesync) : 0,
        MaxDayDrawdownBps = m.Truth.DailyLoss is DailyLossReading.Known { Base.Amount: > 0m } known ? Math.Max(0m, decimal.Round(known.Lost.Amount / known.Base.Amount * 10_000m, 2)) : null,
    };

    private void SampleAges()
    {
        foreach (var books in m.Books)
            foreach (var venue in Venues.All)
                if (m.Status(venue).PublicLink == LinkEvent.Up && books[venue].Age(m.Now) is { } age) ages.Add(age, m.Now);
    }

    private decimal? Rate(Queue<(DateTimeOffset At, bool Bad)> events, int least)
    {
        while (events.Count > 0 && m.Now - events.Peek().At >= m.Options.Watch.Health.Window) events.Dequeue();
        return events.Count < least ? null : (decimal)events.Count(e => e.Bad) / events.Count;
    }

    // A level that can no longer be measured is no longer broken: what it was measured by has left the window.
    private void Follow(string metric, SloLevel? before, SloLevel? now)
    {
        var (was, state) = (StateOf(before), StateOf(now));
        if (state > was || (state < was && state == SloState.Kept)) Tell(metric, state, now);

        // A mismatch is held for by the comparison itself, under its own reason.
        if (metric == SloTable.ReconMismatch) return;
        if (now is { State: SloState.Critical }) latch.Look($"slo {metric}", now.Reason, Text(now), Source, "slo_hold");
        else latch.Look($"slo {metric}", null, "", Source, "slo_hold");
    }

    private static SloState StateOf(SloLevel? level) => level?.State ?? SloState.Kept;

    private void Tell(string metric, SloState state, SloLevel? level)
    {
        m.Dirty = true;
        var text = level is not null && state != SloState.Kept ? Text(level) : $"{metric} is no longer broken";
        var severity = state switch { SloState.Critical => "critical", SloState.Breached => "error", _ => "info" };
        alerts.Raise("slo_breach", text, new { metric, value = level?.Value, limit = level?.Limit, severity }, active: state != SloState.Kept, alertId: $"slo:{metric}");
    }

    private static SloLevel? Find(System.Collections.Immutable.ImmutableArray<SloLevel> levels, string metric) => levels.FirstOrDefault(level => level.Metric == metric);

    private static string Text(SloLevel level) => $"{level.Metric} is {Amounts.Decimals.Plain(decimal.Round(level.Value, 4))}, {Amounts.Decimals.Plain(level.Limit)} allowed";
}
