using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Web.Endpoints.Views;

/// <summary>One measured part of the desk (contract 1.3). What is not measured is not listed (R43).</summary>
public sealed record Component(string Id, string Title, string Group, string Status, string Summary, IReadOnlyDictionary<string, object> Metrics)
{
    public IReadOnlyList<object> Links { get; } = [];
}

/// <summary>Snapshot → components and the overall word. Pure.</summary>
public static class ComponentViews
{
    private const string Ok = "OK";
    private const string Warn = "WARN";
    private const string Error = "ERROR";
    private const string Held = "HOLD";

    private static readonly Dictionary<string, object> None = [];

    public static IReadOnlyList<Component> All(DeskSnapshot desk, TimeSpan maxDeskAge, DateTimeOffset now, int pendingApprovals)
    {
        var age = now - desk.At;
        List<Component> all =
        [
            new("journal_outbox", "Journal/Outbox", "P0", desk.LedgerWritable ? Ok : Error, desk.LedgerWritable ? "the ledger takes writes" : "the ledger takes no writes", None),
            new("desk_loop", "Desk loop", "P0", age <= maxDeskAge ? Ok : Error, age <= maxDeskAge ? "the desk answers" : "the desk's snapshot is old",
                new Dictionary<string, object> { ["snapshot_age_ms"] = (long)age.TotalMilliseconds, ["version"] = desk.Version }),
            Preflight(desk),
            new("keys_security", "Keys/Security", "P0", desk.Control.TwoManRule ? Ok : Warn, desk.Control.TwoManRule ? "two-person rule on" : "two-person rule off", None),
            RateLimit(desk),
            Recon(desk),
            DailyLoss(desk),
            Blocks(desk),
            KillSwitch(desk),
            new("approvals", "Two-Man Rule", "P0", Ok, pendingApprovals == 0 ? "nothing waits" : "a request waits for a second person", new Dictionary<string, object> { ["pending"] = pendingApprovals }),
            AutoHedge(desk),
            new("live_readiness", "Live Readiness", "P1", desk.State.Mode() == "RUN" ? Ok : Held, $"mode {desk.State.Mode()}", None),
        ];
        all.AddRange(WatchComponents.All(desk));
        all.AddRange(desk.Venues.Select(Link));
        all.AddRange(desk.Venues.Where(v => v.Clock is not null).Select(v => Clock(desk, v)));
        all.AddRange(desk.Venues.Where(v => !v.DeadMen.IsEmpty).Select(v => DeadMan(v, now)));
        return all;
    }

    public static string Overall(DeskSnapshot desk, IReadOnlyList<Component> components)
    {
        if (desk.State.Mode() == "HOLD" || desk.Preflight.Any(check => !check.Green)) return Held;
        if (components.Any(c => c.Status == Error)) return Error;
        return components.Any(c => c.Status is Warn or Held) ? Warn : Ok;
    }

    public static IReadOnlyDictionary<string, decimal> Scores(IReadOnlyList<Component> components) => components
        .GroupBy(c => c.Group, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Average(c => c.Status switch { Ok => 1m, Warn => 0.5m, _ => 0m }), StringComparer.Ordinal);

    private static Component Preflight(DeskSnapshot desk)
    {
        var red = desk.Preflight.Where(check => !check.Green).ToList();
        var done = desk.PreflightAt is not null;
        var summary = (done, red.Count) switch
        {
            (false, _) => "the preflight has not finished",
            (true, 0) => $"{desk.Preflight.Length} checks green",
            _ => string.Join("; ", red.Select(check => $"{check.Name}: {check.Detail}")),
        };
        return new Component("guarded_startup", "Guarded Startup", "P0", done && red.Count == 0 ? Ok : Held, summary, new Dictionary<string, object> { ["red"] = red.Count });
    }

    private static Component RateLimit(DeskSnapshot desk)
    {
        var run = desk.Runaway;
        var near = run.IsNearLimit;
        return new Component(
            "rate_limit", "Rate-limit Governor", "P0", near ? Warn : Ok, near ? "NEAR LIMIT" : "below the limits",
            new Dictionary<string, object>
            {
                ["place_limit"] = run.OrdersLimit,
                ["cancel_limit"] = run.CancelsLimit,
                ["place_per_min"] = run.OrdersLastMinute,
                ["cancel_per_min"] = run.CancelsLastMinute,
            });
    }

    private static Component Recon(DeskSnapshot desk)
    {
        var state = desk.Truth.Reconciliation;
        var (status, summary) = (state.Phase, state.Last) switch
        {
            (ConvergencePhase.Clean, null) => (Held, "both venues have not yet been compared with the ledger"),
            (ConvergencePhase.Clean, _) => (Ok, state.LastCleanAt is { } at ? $"both venues agreed with the ledger at {at:HH:mm:ss} UTC" : "no complete comparison yet"),
            (ConvergencePhase.Suspected, _) => (Warn, "a difference was seen once and is being read again"),
            _ => (Error, "STATE DESYNC: " + string.Join("; ", state.Open.Where(s => s.Issue.IsDesync).Select(s => s.Issue.Text))),
        };
        return new Component("recon", "Recon", "P0", status, summary, new Dictionary<string, object>
        {
            ["recon_mismatch"] = state.Open.Count(s => s.Issue.IsDesync),
            ["told"] = state.Open.Count(s => !s.Issue.IsDesync),
            ["escalated"] = state.Escalated ? 1 : 0,
        });
    }

    private static Component DailyLoss(DeskSnapshot desk) => desk.Truth.DailyLoss switch
    {
        DailyLossReading.Known known => new(
            "daily_loss", "Daily loss", "P0", desk.Truth.DailyLossLimit is { } limit && known.Reaches(limit) ? Error : Ok,
            $"{Math.Round(known.Lost.Amount, 2)} USDT lost since 00:00 UTC", new Dictionary<string, object> { ["lost_usdt"] = known.Lost.Amount, ["limit_usdt"] = desk.Truth.DailyLossLimit ?? 0m }),
        DailyLossReading.CannotEvaluate cannot => new("daily_loss", "Daily loss", "P0", desk.Truth.DailyLossLimit is null ? Ok : Warn, $"cannot be evaluated: {cannot.Why}", None),
        var other => throw new InvalidOperationException($"no component shows {other.GetType().Name}"),
    };

    private static Component Blocks(DeskSnapshot desk) => new(
        "resume_blocks", "Resume blocks", "P0", desk.Blocks.IsEmpty ? Ok : Error,
        desk.Blocks.IsEmpty ? "nothing stands against trading" : string.Join("; ", desk.Blocks.Select(b => b.Text)),
        new Dictionary<string, object> { ["blocks"] = desk.Blocks.Length });

    private static Component KillSwitch(DeskSnapshot desk) => desk.Kill is { } kill
        ? new("kill_caps", "Kill Caps", "P0", kill.Pending ? Held : Ok, kill.Pending ? $"KILL PENDING: {kill.Detail}" : $"last kill done: {kill.Detail}", None)
        : new("kill_caps", "Kill Caps", "P0", Ok, "never used", None);

    private static Component AutoHedge(DeskSnapshot desk)
    {
        var auto = desk.AutoHedge;
        var failed = HealthViews.AutoHedgeFailed(desk);
        var summary = auto.Enabled ? $"last result: {auto.LastResult ?? "none yet"}" : "disabled";
        return new Component(
            "auto_hedge", "Auto-Hedge", "P1", failed ? Error : Ok, summary, new Dictionary<string, object> { ["consecutive_failures"] = auto.ConsecutiveFailures });
    }

    private static Component Link(VenueView venue)
    {
        var up = venue.PublicLink == LinkEvent.Up && venue.PrivateLink == LinkEvent.Up;
        return new Component(
            $"deriv_{venue.Venue.Word()}", $"Derivatives Venue {venue.Venue.Word()}", "P1", up ? Ok : Warn, up ? "both streams up" : venue.LinkDetail,
            new Dictionary<string, object> { ["orders_in_flight"] = venue.OrdersInFlight, ["orders_unknown"] = venue.OrdersUnknown });
    }

    private static Component DeadMan(VenueView venue, DateTimeOffset now)
    {
        var trouble = venue.DeadMen.FirstOrDefault(man => man.TroubleSince is not null);
        var first = venue.DeadMen.Min(man => man.FiresAt);
        var metrics = new Dictionary<string, object> { ["armed"] = venue.DeadMen.Count(man => man.FiresAt is not null) };
        if (first is { } fires) metrics["fires_in_s"] = (decimal)Math.Round((fires - now).TotalSeconds, 1);
        var summary = trouble is not null ? $"{trouble.Symbol ?? "account"}: {trouble.Trouble}" : first is null ? "not armed: nothing of ours may rest" : "armed and refreshed";
        return new Component($"dead_man_{venue.Venue.Word()}", $"Dead-man Switch {venue.Venue.Word()}", "P0", trouble is null ? Ok : Error, summary, metrics);
    }

    private static Component Clock(DeskSnapshot desk, VenueView venue)
    {
        var skew = venue.Clock!.Offset.TotalMilliseconds;
        var check = desk.Preflight.FirstOrDefault(c => c.Name == $"clock_{venue.Venue.Word()}");
        return new Component(
            $"clock_skew_{venue.Venue.Word()}", $"Clock Skew Guard {venue.Venue.Word()}", "P0", check is { Green: false } ? Held : Ok, check?.Detail ?? "measured",
            new Dictionary<string, object> { ["offset_ms"] = (decimal)skew, ["uncertainty_ms"] = (decimal)venue.Clock.Uncertainty.TotalMilliseconds });
    }
}
