using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Tells each risk alarm once when it begins and once, as <c>&lt;kind&gt;_resolved</c>, when it is over.</summary>
internal sealed class AlarmFlow(DeskMemory m, AlertDesk alerts)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, string> standing = new(StringComparer.Ordinal);
    private DateTimeOffset nextLook;
    private DateTimeOffset? runningSince;
    private DateTimeOffset? failingSince;

    public void Tick()
    {
        if (m.Now < nextLook) return;
        nextLook = m.Now + LookEvery;
        var now = RiskAlarms.Standing(Facts(), m.Options.Watch.Alarms).ToDictionary(alarm => alarm.Kind, alarm => alarm.Text, StringComparer.Ordinal);
        foreach (var kind in RiskAlarms.Kinds) Follow(kind, now.GetValueOrDefault(kind));
    }

    private void Follow(string kind, string? text)
    {
        if (text is not null && standing.TryAdd(kind, text)) alerts.Raise(kind, text, active: true, alertId: kind);
        else if (text is null && standing.Remove(kind, out var over)) alerts.Raise($"{kind}_resolved", $"no longer: {over}", active: false, alertId: kind);
    }

    private AlarmFacts Facts()
    {
        var runs = m.AutoLoop && m.State.Opens();
        runningSince = runs ? runningSince ?? m.Now : null;
        failingSince = m.AutoResult?.StartsWith("error", StringComparison.Ordinal) == true && runs ? failingSince ?? m.AutoExecutedAt ?? m.Now : null;
        var real = m.Hedges.Values.Where(hedge => !hedge.Simulated).ToList();
        var partial = real.Where(hedge => hedge is { State: HedgeState.Partial, ExposedSince: not null }).Select(hedge => m.Now - hedge.ExposedSince!.Value).ToList();
        return new AlarmFacts(
            partial.Count == 0 ? null : partial.Max(), real.Sum(hedge => CapitalBook.Notional(hedge.ToRecord())), m.Limits.Caps.MaxTotalNotionalUsdt,
            m.Runaway.Cancels(m.Now), m.Runaway.CancelsLimit, Since(runningSince, m.AutoCheckedAt), Since(failingSince, null));
    }

    /// <summary>From the later of both.</summary>
    private TimeSpan? Since(DateTimeOffset? begin, DateTimeOffset? last) => begin is { } from ? m.Now - (last > from ? last.Value : from) : null;
}
