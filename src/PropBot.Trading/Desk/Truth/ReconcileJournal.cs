using System.Text.Json;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>What people read of comparisons: reconciliation alerts, alerts, events; foreign trades are kept once.</summary>
internal sealed class ReconcileJournal(DeskMemory m, DeskEffects effects, AlertDesk alerts)
{
    private static readonly TimeSpan SayAgain = TimeSpan.FromMinutes(1);

    /// <summary>Joins everything that comparisons tell: begun, told again, over.</summary>
    public const string Subject = "reconciliation";
    private HashSet<MismatchKey> said = [];
    private DateTimeOffset saidAt;

    /// <summary>A trade of somebody else on our account: kept, so that it is told once and its money is explained (P13).</summary>
    /// <param name="open">Nobody knows yet whose it is: it stays a mismatch and is asked about on.</param>
    public void ForeignTrades(ReconcileFacts facts, ReconciliationReport report, Func<Fill, bool> open)
    {
        var foreign = report.Issues.Where(i => i is { Kind: MismatchKind.FillMissingInLedger, IsForeign: true }).Select(i => i.Key).ToHashSet();
        foreach (var fill in facts.Venues.SelectMany(word => word.Fills).SelectMany(told => told.Trades ?? []))
        {
            if (open(fill) || !foreign.Contains(new MismatchKey(MismatchKind.FillMissingInLedger, fill.Venue, fill.Symbol, fill.TradeId)) || !m.Truth.Foreign.Add(FillKey.Of(fill))) continue;
            m.Truth.Cash[(int)fill.Venue].Take(fill);
            effects.Persist("foreign_fill", tx => TruthStore.InsertForeignFill(tx, fill));
        }
    }

    public void Tell(Convergence before, Convergence after, ReconciliationReport report)
    {
        if (report.Issues.IsEmpty) said = [];
        else TellIssues(after, report);
        if (after.IsDesync && !before.IsDesync) Alert("CRITICAL", "state_desync", "STATE DESYNC: " + Texts(report), active: true);
        if (after.Escalated && !before.Escalated) Alert("CRITICAL", "desync_escalated", $"P0: STATE DESYNC since {after.DesyncSince:HH:mm:ss} UTC: {Texts(report)}", active: true);
        if (before.IsDesync && !after.IsDesync) Alert("INFO", "desync_cleared", "both venues agree with the ledger again, twice in a row", active: false);
        foreach (var fill in report.CatchUp)
            Event("WARNING", "fill_caught_up", new { venue = fill.Venue.Word(), fill.Symbol, fill.TradeId, order_id = fill.OrderId, quantity = fill.Quantity.Value, price = fill.Price.Value });
    }

    // Each run with news is written; what merely stands, once a minute.
    private void TellIssues(Convergence after, ReconciliationReport report)
    {
        var keys = report.Issues.Select(issue => issue.Key).ToHashSet();
        var news = report.Issues.Where(issue => !said.Contains(issue.Key)).ToList();
        if (news.Count == 0 && keys.Count == said.Count && m.Now - saidAt < SayAgain) return;
        (said, saidAt) = (keys, m.Now);
        var (at, json) = (m.Now, ReconciliationJson.Alert(m.Now, after).ToJsonString());
        effects.Persist("reconciliation_alert", tx => TruthStore.InsertReconciliationAlert(tx, at, json));
        foreach (var issue in news.Where(issue => issue.IsForeign)) Alert("CRITICAL", issue.Kind.Word(), issue.Text, active: true);
    }

    private void Alert(string level, string kind, string text, bool active)
    {
        alerts.Raise(kind, text, new { issues = Open() }, active, Subject);
        Event(level, kind, new { text });
    }

    private object[] Open() =>
    [
        .. m.Truth.State.Open.Select(sighting => new
        {
            kind = sighting.Issue.Kind.Word(), venue = sighting.Issue.Venue?.Word(), symbol = sighting.Issue.Symbol, side = sighting.Issue.Side,
            expected = sighting.Issue.Expected, actual = sighting.Issue.Actual,
        }),
    ];

    private void Event(string level, string code, object payload)
    {
        var json = JsonSerializer.Serialize(payload);
        effects.Persist(code, tx => tx.Event(level, code, json));
    }

    private static string Texts(ReconciliationReport report) => string.Join("; ", report.Desyncs.Select(issue => issue.Text));
}
