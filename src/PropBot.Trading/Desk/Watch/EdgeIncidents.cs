using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Watch;

/// <summary>
/// The edge guard's no is an incident of its own (runbook): in the hedge log in the predecessor's words, and told to people once, until
/// something of that pair passes the gate or the reason becomes another.
/// </summary>
internal sealed class EdgeIncidents(DeskMemory m, HedgeJournal journal, AlertDesk alerts)
{
    private const string Guards = "edge_";
    private readonly Dictionary<int, string> told = [];

    public static bool Owns(RiskRefusal refusal) => refusal.Guard.StartsWith(Guards, StringComparison.Ordinal);

    public void Refused(int pair, decimal notional, RiskRefusal refusal, string initiator)
    {
        var symbol = m.Books[pair].Symbol;
        journal.EdgeBlocked(symbol, notional, refusal, initiator);
        if (told.GetValueOrDefault(pair) == refusal.Code) return;
        told[pair] = refusal.Code;
        alerts.Raise("edge_guard_blocked", $"{symbol}: the edge guard refuses new legs: {refusal.Text}", new { symbol, reason = refusal.Code }, active: true, alertId: Id(symbol));
    }

    public void Passed(int pair)
    {
        if (!told.Remove(pair, out var reason)) return;
        var symbol = m.Books[pair].Symbol;
        alerts.Raise("edge_guard_blocked", $"{symbol}: the edge guard allows new legs again", new { symbol, reason }, active: false, alertId: Id(symbol));
    }

    private static string Id(string symbol) => $"edge_guard:{symbol}";
}
