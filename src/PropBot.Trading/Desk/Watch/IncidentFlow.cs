using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Incidents;

namespace PropBot.Trading.Desk.Watch;

/// <summary>Keeps a record of every P0 and P1 HOLD and every broken service level. It looks at what became of the desk, so that no way into a HOLD can forget its record.</summary>
internal sealed class IncidentFlow(DeskMemory m, DeskEffects effects)
{
    public const int Shown = 50;
    private const string LevelPrefix = "slo:";
    private HoldReasons? seen;

    public void Tick()
    {
        if (!ReferenceEquals(seen, m.Reasons)) Holds();
        Levels();
    }

    public CommandResult On(DeskCommand.AcknowledgeIncident command) => Change(command.Id, command.By, "INCIDENT_ACK", incident => incident.Acknowledged(command.By, m.Now));

    public CommandResult On(DeskCommand.ExplainIncident command) => Change(command.Id, command.By, "INCIDENT_ROOT_CAUSE", incident => incident.Explained(command.By, command.RootCause, m.Now));

    private void Holds()
    {
        seen = m.Reasons;
        foreach (var reason in seen.All.Where(r => r.Severity != HoldSeverity.P2 && !IsOpen(r.Code)))
            Open(reason.Severity, reason.Code, reason.Source, m.Watch.Why.GetValueOrDefault(reason.Code, ""), reason.Since);
        foreach (var over in m.Watch.Incidents.Where(i => i.EndedAt is null && !i.Code.StartsWith(LevelPrefix, StringComparison.Ordinal) && seen.All.All(r => r.Code != i.Code)).ToList())
            Keep(over.Ended(m.Now, "the HOLD was left"));
    }

    private void Levels()
    {
        var broken = m.Watch.Levels.Where(level => level.State != SloState.Kept).ToDictionary(level => LevelPrefix + level.Metric, StringComparer.Ordinal);
        foreach (var (code, level) in broken)
            if (!IsOpen(code)) Open(HoldSeverity.P2, code, "slo_watchdog", level.Reason, m.Now);
        foreach (var over in m.Watch.Incidents.Where(i => i.EndedAt is null && i.Code.StartsWith(LevelPrefix, StringComparison.Ordinal) && !broken.ContainsKey(i.Code)).ToList())
            Keep(over.Ended(m.Now, "the level is kept again, or nothing is left to measure it by"));
    }

    private bool IsOpen(string code) => m.Watch.Incidents.Any(i => i.Code == code && i.EndedAt is null);

    private void Open(HoldSeverity severity, string code, string source, string detail, DateTimeOffset at)
    {
        var number = ++m.Watch.LastIncident;
        Keep(Incident.Open($"inc{m.StoreEpoch}-{number}", number, severity, code, source, detail, at));
    }

    private void Keep(Incident incident)
    {
        var others = m.Watch.Incidents.RemoveAll(i => i.Id == incident.Id);
        m.Watch.Incidents = [.. others.Add(incident).OrderByDescending(i => i.Number).Where((i, at) => at < Shown || i.EndedAt is null)];
        m.Dirty = true;
        effects.Persist($"incident {incident.Id}", tx => IncidentStore.Save(tx, incident));
    }

    private CommandResult Change(string id, string by, string action, Func<Incident, Incident> change)
    {
        if (m.Watch.Incidents.FirstOrDefault(i => i.Id == id) is not { } incident) return new CommandResult.Refused("incident_not_found", $"no incident is called {id}");
        Keep(change(incident));
        var json = JsonSerializer.Serialize(new { incident = id, code = incident.Code });
        effects.Persist("incident_audit", tx => tx.Audit(by, "operator", action, "desk", json));
        return new CommandResult.Done(new Dictionary<string, object?> { ["incident"] = id });
    }
}
