using System.Collections.Immutable;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>
/// One command being done: the instances it touches, their steps, and everything that follows at once from them (local actions, messages
/// between instances, called processes). All of it is one unit of the ledger: it stays whole or not at all.
/// </summary>
/// <param name="command">Whose unit it is; what is started inside gets its id from it.</param>
internal sealed partial class FlowUnit(EngineParts parts, LedgerTransaction tx, DateTimeOffset now, string command)
{
    /// <summary>What follows beyond this many steps is left to the pump, so that a loop of local actions cannot hold the writer.</summary>
    private const int MostFollowing = 200;

    private const int DeepestCall = 8;

    private readonly Dictionary<string, LiveInstance> live = new(StringComparer.Ordinal);
    private readonly Queue<Action> following = new();
    private readonly Dictionary<(string Instance, int Token), long> attempts = [];
    private int followed;
    private int started;

    public LedgerTransaction Tx => tx;

    public DateTimeOffset Now => now;

    public EngineParts Parts => parts;

    public LiveInstance? Find(string id)
    {
        if (live.TryGetValue(id, out var known)) return known;
        if (LiveInstance.Load(tx, id, parts.Graphs) is not { } loaded) return null;
        live.Add(id, loaded);
        return loaded;
    }

    /// <summary>One step of the kernel, its journal line and its rows. What follows is queued.</summary>
    public FlowRefusal Step(LiveInstance instance, FlowInput input, string actor)
    {
        var node = NodeOf(instance, input);
        var (state, effects) = FlowKernel.Step(instance.Graph, instance.State, input);
        if (effects.Refusal != FlowRefusal.None) return effects.Refusal;
        instance.Move(state);
        JournalRows.Append(tx, instance, input, effects, node, actor, now);
        foreach (var effect in effects.All) Apply(instance, effect);
        return FlowRefusal.None;
    }

    /// <summary>Runs what follows, then writes the instances.</summary>
    public void Finish()
    {
        while (following.TryDequeue(out var next))
        {
            followed++;
            next();
        }

        foreach (var instance in live.Values) instance.Save(tx, now);
    }

    /// <returns>The new instance, or why there is none.</returns>
    public (LiveInstance? Instance, string Problem) Start(
        string process, string key, ImmutableSortedDictionary<string, string> vars, Person? by, string actor, string? node = null, LiveInstance? parent = null, int parentToken = 0)
    {
        if (DefinitionRows.Published(tx, process) is not { } version) return (null, "unknown_process");
        if (Running(process, key) is not null) return (null, "already_running");
        var graph = parts.Graphs.Get(process, version.Sha256, () => DefinitionRows.Xml(tx, process, version.Version));
        var instance = new LiveInstance(InstanceNames.Of(process, $"{command}/{++started}"), process, version.Version, key, graph)
        {
            Parent = parent?.Id,
            ParentToken = parentToken,
            Depth = parent is null ? 0 : parent.Depth + 1,
        };
        live.Add(instance.Id, instance);
        if (Step(instance, new FlowInput.Started(vars, now, by, node), actor) == FlowRefusal.None) return (instance, "");
        live.Remove(instance.Id);
        return (null, "no_such_start");
    }

    private string? Running(string process, string key) =>
        live.Values.FirstOrDefault(one => one.Process == process && one.Key == key && one.State.Status is FlowStatus.Running or FlowStatus.New)?.Id
        ?? (tx.Scalar("SELECT id FROM workflow_instance WHERE process = ?1 AND key = ?2 AND status = 'running'", process, key) is string id
            && Find(id)!.State.Status == FlowStatus.Running ? id : null);

    private static string NodeOf(LiveInstance instance, FlowInput input)
    {
        var token = input switch
        {
            FlowInput.JobDone one => one.Token,
            FlowInput.JobFailed one => one.Token,
            FlowInput.TaskDecided one => one.Token,
            FlowInput.Skipped one => one.Token,
            FlowInput.Retried one => one.Token,
            _ => 0,
        };
        return input is FlowInput.TimerDue due ? due.Node : instance.State.Tokens.FirstOrDefault(one => one.Number == token)?.Node ?? "";
    }
}
