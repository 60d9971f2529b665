using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Incidents;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Watchdogs;

namespace PropBot.Web.Endpoints.Views;

/// <summary>The watchdogs as components (contract 1.3), under the predecessor's ids where it had them. Pure.</summary>
internal static class WatchComponents
{
    private const string Ok = "OK";
    private const string Warn = "WARN";
    private const string Error = "ERROR";
    private const string Held = "HOLD";

    private static readonly Dictionary<string, object> None = [];

    public static IEnumerable<Component> All(DeskSnapshot desk)
    {
        var watch = desk.Watch;
        yield return Levels(watch);
        yield return Partial(desk);
        yield return Breaker(desk);
        if (watch.Liquidity.Measured) yield return Balances(watch.Liquidity);
        if (!watch.Maintenance.IsEmpty) yield return Maintenance(watch);
        if (watch.Host is { } host) yield return Host(watch, host);
        foreach (var venue in watch.Health.Where(v => v.Measures is not null)) yield return Venue(venue);
        yield return Incidents(watch);
    }

    private static Component Levels(WatchView watch)
    {
        var broken = watch.Levels.Where(l => l.State != SloState.Kept).ToList();
        var status = broken.Exists(l => l.State == SloState.Critical) ? Held : broken.Count > 0 ? Error : Ok;
        var metrics = watch.Levels.ToDictionary(l => l.Metric, l => (object)l.Value, StringComparer.Ordinal);
        metrics["breaches_active"] = broken.Count;
        return new Component("slo_watchdog", "SLO Watchdog", "P0", status, broken.Count == 0 ? $"{watch.Levels.Length} levels measured and kept" : string.Join("; ", broken.Select(l => l.Reason)), metrics);
    }

    private static Component Partial(DeskSnapshot desk)
    {
        var partial = desk.Hedges.Count(h => h.State == HedgeState.Partial);
        return new Component("partial_hedge", "Partial Hedge", "P1", partial == 0 ? Ok : Error, partial == 0 ? "every hedge has both legs" : $"{partial} hedges have one leg without the other", new Dictionary<string, object> { ["partial"] = partial });
    }

    private static Component Breaker(DeskSnapshot desk)
    {
        var held = desk.HoldReasons.Where(r => r.Code.StartsWith("runaway_", StringComparison.Ordinal) || r.Code.StartsWith(AutoThrottle.Prefix, StringComparison.Ordinal)).Select(r => r.Code).ToList();
        return new Component("runaway_breaker", "Runaway Breaker", "P0", held.Count == 0 ? Ok : Held, held.Count == 0 ? "not tripped" : string.Join("; ", held), None);
    }

    private static Component Balances(LiquidityReading reading) => new(
        "liquidity", "Balances / Liquidity", "P0", reading.Blocked ? Held : reading.Venues.Any(v => !v.RiskOk) ? Warn : Ok, reading.Blocked ? $"TRADING HALTED FOR SAFETY: {reading.Reason}" : reading.Reason,
        reading.Venues.Where(v => v.FreeUsdt is not null).ToDictionary(v => $"free_{v.Venue.Word()}_usdt", v => (object)v.FreeUsdt!.Value, StringComparer.Ordinal));

    private static Component Maintenance(WatchView watch)
    {
        var said = watch.Maintenance.Where(m => m.Active is not null || m.Near is not null).ToList();
        var status = said.Exists(m => m.Active is not null) ? Held : said.Count > 0 ? Warn : Ok;
        return new Component("maintenance_calendar", "Maintenance Calendar", "P0", status, said.Count == 0 ? "nothing announced or planned" : string.Join("; ", said.Select(MaintenanceCalendar.Text)), None);
    }

    private static Component Host(WatchView watch, HostReading host)
    {
        var metrics = new Dictionary<string, object>(StringComparer.Ordinal);
        if (host.DiskFree is { } disk) metrics["disk_free_mb"] = disk / 1_048_576;
        if (host.ProcessMemory is { } memory) metrics["process_mb"] = memory / 1_048_576;
        var status = watch.HostObjections.Any(o => o.Holds) ? Held : watch.HostObjections.IsEmpty ? Ok : Error;
        return new Component("host", "Host", "P0", status, watch.HostObjections.IsEmpty ? "disk and memory suffice" : string.Join("; ", watch.HostObjections.Select(o => o.Text)), metrics);
    }

    private static Component Venue(VenueHealthView venue)
    {
        var (word, measures) = (venue.Venue.Word(), venue.Measures!);
        var metrics = new Dictionary<string, object>(StringComparer.Ordinal) { ["disconnects_per_min"] = measures.DisconnectsLastMinute };
        Put("lag_ms_p95", measures.LagP95Ms);
        Put("server_error_rate", measures.ServerErrorRate);
        Put("timeout_rate", measures.TimeoutRate);
        Put("reject_rate", measures.RejectRate);
        var status = venue.Health.Level switch { HealthLevel.Ok => Ok, HealthLevel.Degraded => Warn, _ => Error };
        return new Component($"watchdog_{word}", $"Exchange Watchdog {word}", "P0", status, venue.Health.Level == HealthLevel.Ok ? "OK" : $"{venue.Health.Level.ToString().ToUpperInvariant()}: {venue.Health.Why}", metrics);

        void Put(string name, decimal? value)
        {
            if (value is { } measured) metrics[name] = Math.Round(measured, 4);
        }
    }

    private static Component Incidents(WatchView watch)
    {
        var open = watch.Incidents.Where(i => i.EndedAt is null).ToList();
        var summary = open.Count == 0 ? "none goes on" : string.Join("; ", open.Take(5).Select(i => $"{i.Severity} {i.Code}"));
        return new Component("incidents", "Incident Journal", "P1", open.Count == 0 ? Ok : Warn, summary, new Dictionary<string, object> { ["open"] = open.Count, ["unacknowledged"] = open.Count(i => i.AckedAt is null) });
    }
}
