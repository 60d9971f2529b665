using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Risk governor and auto-throttle: clocks and maintenance on every tick, amounts once a second.</summary>
internal sealed class GovernorFlow(DeskMemory m, HoldLatch latch)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private GovernorFacts amounts = new(null, 0m, null, [], []);
    private DateTimeOffset nextLook;

    // Limits move at run time (R13): read where they are compared.
    private GovernorLimits Limits => new(m.Limits.MaxDailyLossUsdt, m.Limits.Caps.MaxTotalNotionalUsdt, m.Limits.MaxUnrealisedLossUsdt);

    private ThrottleLimits ThrottleLimits =>
        new(m.Limits.Caps.MaxTotalNotionalUsdt, m.Limits.Caps.MaxOpenPositions, m.Options.Hedging.MaxFailuresPerMinute, m.Options.Watch.Throttle);

    public void Tick()
    {
        var due = m.Now >= nextLook;
        if (due)
        {
            nextLook = m.Now + LookEvery;
            amounts = Amounts();
            Look(AutoThrottle.Reasons, AutoThrottle.Breaches(Throttle(), ThrottleLimits), AutoThrottle.Source, "risk_guard_force_hold");

            // A burst is acted on once: whoever resumes starts a new row, else the old one would hold the desk again at once.
            if (m.State == DeskState.Hold && m.Reasons.All.Any(reason => reason.Code == AutoThrottle.OrderRejections)) m.Watch.Rejections.Clear();
        }

        var facts = amounts with { SkewedVenues = Skewed(), MaintenanceVenues = [.. m.Watch.Maintenance.Where(r => r.Active is not null).Select(MaintenanceCalendar.Text)] };
        if (due || !facts.SkewedVenues.IsEmpty || !facts.MaintenanceVenues.IsEmpty)
            Look(RiskGovernor.Reasons, RiskGovernor.Breaches(facts, Limits), RiskGovernor.Source, "risk_governor_hold");
    }

    private void Look(IEnumerable<string> reasons, IEnumerable<Breach> breaches, string source, string alert)
    {
        var standing = breaches.ToDictionary(breach => breach.Reason, breach => breach.Text, StringComparer.Ordinal);
        foreach (var reason in reasons) latch.Look(reason, standing.ContainsKey(reason) ? reason : null, standing.GetValueOrDefault(reason, ""), source, alert);
    }

    private GovernorFacts Amounts()
    {
        var real = m.Hedges.Values.Where(hedge => !hedge.Simulated).ToList();
        var marks = Belief.Marks(m, EquityFlow.MarkFresh);
        return new GovernorFacts(
            m.Truth.DailyLoss is DailyLossReading.Known known ? known.Lost.Amount : null, real.Sum(AtMark),
            m.Limits.MaxUnrealisedLossUsdt is null ? null : Unrealised(real, marks), [], []);
    }

    private decimal AtMark(Hedge hedge) => Math.Max(AtMark(hedge, hedge.Long), AtMark(hedge, hedge.Short));

    private decimal AtMark(Hedge hedge, LegBook leg) => leg.Open.Value * ((hedge.Pair >= 0 ? m.Books[hedge.Pair][leg.Venue].Mark?.Value : null) ?? hedge.Mid);

    // A stale mark values nothing; the gate opens nothing then.
    private static decimal? Unrealised(List<Hedge> real, Marks marks)
    {
        var open = real.ConvertAll(hedge => ProfitAndLoss.Of(hedge.ToRecord(), marks));
        return open.Exists(hedge => hedge.MarkStale) ? null : -open.Sum(hedge => hedge.Unrealised.Amount);
    }

    private ImmutableArray<string> Skewed()
    {
        var found = ImmutableArray<string>.Empty;
        foreach (var status in m.Venues)
        {
            if (status.ClockBreaches < 2 || status.Clock is not { } clock) continue;
            found = found.Add($"{status.Venue.Word()}'s clock is {clock.Offset.TotalMilliseconds:0} ms off (± {clock.Uncertainty.TotalMilliseconds:0}), CLOCK_SKEW_HOLD_THRESHOLD_MS is {m.Options.MarketData.ClockSkewHold.TotalMilliseconds:0}");
        }

        return found;
    }

    private ThrottleFacts Throttle()
    {
        while (m.AutoFailures.Count > 0 && m.Now - m.AutoFailures.Peek() >= TimeSpan.FromMinutes(1)) m.AutoFailures.Dequeue();
        var real = m.Hedges.Values.Where(hedge => !hedge.Simulated && !hedge.State.IsOver()).ToList();
        var partial = real.Where(hedge => hedge.State == HedgeState.Partial && hedge.ExposedSince is not null).Select(hedge => m.Now - hedge.ExposedSince!.Value).ToList();
        return new ThrottleFacts(
            real.Sum(hedge => Math.Max(hedge.Long.EnteredValue, hedge.Short.EnteredValue)), real.Count, partial.Count == 0 ? null : partial.Max(), m.AutoFailures.Count,
            m.Watch.Rejections.Count(m.Now));
    }
}
