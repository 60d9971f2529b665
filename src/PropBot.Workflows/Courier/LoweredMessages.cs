using System.Globalization;
using Dapper;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Limits;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Courier;

/// <summary><c>limits.lowered</c>: a temporary raise that a person has ended before its time (R13). Looked for once a second, and only while one waits.</summary>
public sealed class LoweredMessages(ILedger ledger, IDesk desk, IWorkflows workflows, TimeProvider clock)
{
    public const string Lowered = "limits.lowered";
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ValidFor = TimeSpan.FromMinutes(1);
    private DateTimeOffset next;

    public async Task Step()
    {
        var at = clock.GetUtcNow();
        if (at < next && next - at <= Every) return;
        next = at + Every;
        var now = desk.Snapshot;
        var raised = ledger.Read(db => db.Query<(string Key, string State)>(
            "SELECT w.key, i.state FROM workflow_wait w JOIN workflow_instance i ON i.id = w.instance WHERE w.kind = 'message' AND w.name = @Lowered", new { Lowered }).ToList());
        foreach (var (key, state) in raised)
            if (EndedByHand(now, FlowJson.ReadState(state).Vars, at)) await workflows.Publish(new MessageCommand(new CommandId($"lowered/{key}"), Lowered, key, FlowState.Nothing, ValidFor));
    }

    // At its time the flow's own timer speaks, at a kill the signal before this in the round.
    private static bool EndedByHand(DeskSnapshot now, IReadOnlyDictionary<string, string> vars, DateTimeOffset at) =>
        DateTimeOffset.TryParse(vars.GetValueOrDefault("until", ""), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) && until > at
        && LimitInForce.Find(now, vars.GetValueOrDefault("limit", ""), vars.GetValueOrDefault("scope", "")) is { Until: null };
}
