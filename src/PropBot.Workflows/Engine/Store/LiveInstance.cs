using PropBot.Trading.Ledger;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Engine.Store;

/// <summary>Another writer moved the instance between reading and writing: nothing of this unit may stay.</summary>
internal sealed class FlowConflictException(string instance) : Exception($"instance {instance} moved on meanwhile");

/// <summary>An instance while a unit of work holds it.</summary>
internal sealed class LiveInstance(string id, string process, long version, string key, Graph graph)
{
    public string Id { get; } = id;

    public string Process { get; } = process;

    public long Version { get; } = version;

    public string Key { get; } = key;

    public Graph Graph { get; } = graph;

    public FlowState State { get; private set; } = FlowState.New;

    public string? Parent { get; init; }

    public int ParentToken { get; init; }

    public int Depth { get; init; }

    private long rev;
    private bool changed;

    public void Move(FlowState to)
    {
        State = to;
        changed = true;
    }

    public static LiveInstance? Load(LedgerTransaction tx, string id, GraphCache graphs)
    {
        var rows = tx.Rows(
            """
            SELECT i.process, i.version, i.key, i.state, i.rev, i.parent, i.parent_token, i.depth, d.sha256
            FROM workflow_instance i JOIN workflow_definition d ON d.process = i.process AND d.version = i.version WHERE i.id = ?1
            """,
            id);
        if (rows is not [var row]) return null;
        var (process, version) = ((string)row[0]!, (long)row[1]!);
        var graph = graphs.Get(process, (string)row[8]!, () => DefinitionRows.Xml(tx, process, version));
        return new LiveInstance(id, process, version, (string)row[2]!, graph)
        {
            State = FlowJson.ReadState((string)row[3]!),
            rev = (long)row[4]!,
            Parent = (string?)row[5],
            ParentToken = (int)((long?)row[6] ?? 0),
            Depth = (int)(long)row[7]!,
        };
    }

    /// <summary>Writes what changed, if nobody else did meanwhile.</summary>
    /// <exception cref="FlowConflictException">Somebody did.</exception>
    public void Save(LedgerTransaction tx, DateTimeOffset now)
    {
        if (!changed) return;
        var running = State.Status == FlowStatus.Running;
        var rows = rev == 0
            ? tx.Execute(
                """
                INSERT INTO workflow_instance (id, process, version, key, state, status, outcome, rev, started, ended, parent, parent_token, depth)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, ?8, ?9, ?10, ?11, ?12)
                """,
                Id, Process, Version, Key, FlowJson.Write(State), Status, State.Outcome, now, running ? null : now, Parent, Parent is null ? null : ParentToken, Depth)
            : tx.Execute(
                "UPDATE workflow_instance SET state = ?3, status = ?4, outcome = ?5, rev = rev + 1, ended = ?6 WHERE id = ?1 AND rev = ?2",
                Id, rev, FlowJson.Write(State), Status, State.Outcome, running ? null : now);
        if (rows != 1) throw new FlowConflictException(Id);
        rev++;
        changed = false;
    }

    private string Status => State.Status switch
    {
        FlowStatus.Completed => "completed",
        FlowStatus.Failed => "failed",
        FlowStatus.Cancelled => "cancelled",
        _ => "running",
    };
}
