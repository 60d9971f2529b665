using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>What follows from a step inside the same transaction.</summary>
internal sealed partial class FlowUnit
{
    /// <summary>Actor of what no person did.</summary>
    public const string System = "system";

    /// <summary>A local action and its answer. Rows of one that failed are undone; the step goes on with the error.</summary>
    public void RunLocal(LiveInstance instance, int token, string node, ImmutableSortedDictionary<string, string> inputs)
    {
        if (!instance.State.Waits.Any(wait => wait.Token == token && wait.Node == node && wait.Kind == WaitKind.Job)) return;
        var action = (LocalAction)parts.Actions.Find(instance.Graph[node].Action ?? "")!;
        tx.Execute("SAVEPOINT local_action");
        var result = Guarded(instance, token, node, () => action.Run(tx, inputs, Context(instance, token, attempt: 1)));
        if (result is not ActionResult.Outcome) tx.Execute("ROLLBACK TO local_action");
        tx.Execute("RELEASE local_action");
        Step(instance, action.Input(token, result), System);
    }

    public ActionContext Context(LiveInstance instance, int token, int attempt) => new(
        instance.Id, token, $"{instance.Id}#{token}", attempt, now, instance.State.People.GetValueOrDefault(Words.RequestedBy), instance.State.Approved);

    /// <summary>To whoever waits longest; else it starts what begins with it; else it is kept until somebody waits or it expires.</summary>
    public void Deliver(string name, string key, ImmutableSortedDictionary<string, string> vars, DateTimeOffset expires, string from)
    {
        if (WaitRows.WaitingForMessage(tx, name, key) is { } waiting && Find(waiting) is { } instance
            && Step(instance, new FlowInput.MessageArrived(name, key, vars), from) == FlowRefusal.None) return;
        if (StartedBy(NodeKind.MessageStart, name) is [var (process, node, named), ..] && Running(process, key) is null
            && Start(process, key, named is null ? vars : vars.SetItem(named, key), null, from, node).Instance is not null) return;
        if (expires > now)
            tx.Execute("INSERT INTO workflow_message (name, key, vars, expires) VALUES (?1, ?2, ?3, ?4)", name, key, FlowJson.Write(vars), expires);
    }

    /// <summary>To everybody who listens now, and to what begins with it.</summary>
    /// <returns>How many heard it.</returns>
    public int Broadcast(string name, ImmutableSortedDictionary<string, string> vars, string from)
    {
        var heard = 0;
        foreach (var id in WaitRows.WaitingForSignal(tx, name).ToList())
            if (Find(id) is { } instance && Step(instance, new FlowInput.SignalRaised(name, vars), from) == FlowRefusal.None) heard++;
        foreach (var (process, node, _) in StartedBy(NodeKind.SignalStart, name))
        {
            if (Start(process, $"{command}/{name}", vars, null, from, node).Instance is not null) heard++;
        }

        return heard;
    }

    private ActionResult Guarded(LiveInstance instance, int token, string node, Func<ActionResult> run)
    {
        try
        {
            return run();
        }
        catch (Exception failure)
        {
            // If it was the database that failed, the next statement says so and the whole unit is undone.
            tx.Execute("ROLLBACK TO local_action");
            var detail = new { instance = instance.Id, token, node, action = instance.Graph[node].Action, error = failure.Message };
            following.Enqueue(() => tx.Event("ERROR", "workflow_action_failed", JsonSerializer.Serialize(detail)));
            return new ActionResult.Error(failure is InputUnreadableException ? ActionErrors.InputUnreadable : ActionErrors.Failed);
        }
    }

    private void TakeBuffered(string name, string key)
    {
        var rows = tx.Rows("SELECT id, vars FROM workflow_message WHERE name = ?1 AND key = ?2 AND expires > ?3 ORDER BY id LIMIT 1", name, key, now);
        if (rows is not [var row] || WaitRows.WaitingForMessage(tx, name, key) is not { } waiting || Find(waiting) is not { } instance) return;
        tx.Execute("DELETE FROM workflow_message WHERE id = ?1", row[0]);
        Step(instance, new FlowInput.MessageArrived(name, key, FlowJson.ReadTexts((string)row[1]!)), System);
    }

    private void Call(LiveInstance caller, FlowEffect.CallWanted call)
    {
        if (!caller.State.Waits.Any(wait => wait.Token == call.Token && wait.Kind == WaitKind.Call)) return;
        var id = $"{caller.Id}#{call.Token}";
        var (child, problem) = caller.Depth >= DeepestCall
            ? (null, "call_too_deep")
            : Start(call.Process, id, call.Vars, caller.State.People.GetValueOrDefault(Words.RequestedBy), System, parent: caller, parentToken: call.Token);
        if (child is null) Step(caller, new FlowInput.JobFailed(call.Token, problem), System);
    }

    private void CancelCalled(string caller, int token)
    {
        var ids = tx.Rows("SELECT id FROM workflow_instance WHERE parent = ?1 AND parent_token = ?2", caller, token).Select(row => (string)row[0]!)
            .Concat(live.Values.Where(one => one.Parent == caller && one.ParentToken == token).Select(one => one.Id)).Distinct().ToList();
        foreach (var id in ids) Step(Find(id)!, new FlowInput.Cancelled(), System);
    }

    private void Return(LiveInstance child, FlowEffect.Ended ended, string parent)
    {
        FlowInput input = ended.Status == FlowStatus.Completed
            ? new FlowInput.JobDone(child.ParentToken, ended.Outcome, child.State.Vars)
            : new FlowInput.JobFailed(child.ParentToken, ended.Status == FlowStatus.Failed ? ended.Outcome : "cancelled");
        if (Find(parent) is { } caller) Step(caller, input, System);
    }

    /// <returns>With the variable that gets the message's key.</returns>
    private List<(string Process, string Node, string? Named)> StartedBy(NodeKind kind, string name) =>
    [
        .. from version in DefinitionRows.AllPublished(tx)
           let graph = parts.Graphs.Get(version.Process, version.Sha256, () => DefinitionRows.Xml(tx, version.Process, version.Version))
           from node in graph.Inside(null)
           where node.Kind == kind && node.Event == name
           select (version.Process, node.Id, Words.Reference(node.Key ?? "")),
    ];
}
