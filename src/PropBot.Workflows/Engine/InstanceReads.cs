using System.Collections.Immutable;
using Dapper;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Engine;

/// <param name="Status"><c>running</c>, <c>completed</c>, <c>failed</c>, <c>cancelled</c>.</param>
public sealed record InstanceLine(string Id, string Process, long Version, string Key, string Status, string Outcome, DateTimeOffset Started, DateTimeOffset? Ended);

/// <summary>One thing an instance waits for.</summary>
/// <param name="Kind"><c>job</c>, <c>timer</c>, <c>task</c>, <c>message</c>, <c>signal</c>, <c>call</c>, <c>incident</c>.</param>
/// <param name="Name">Of a task <c>approval</c> or <c>choice</c>; of an incident its code; else action, message, signal or process.</param>
/// <param name="Key">Of a task the hash of what is shown, to be given back with the decision.</param>
/// <param name="Due">Of a timer when it rings; of a job when it is tried next.</param>
/// <param name="Spec">Of a task and a job the frozen inputs; else empty.</param>
public sealed record WaitLine(
    int Token, string Node, string Kind, string Name, string Key, DateTimeOffset Since, DateTimeOffset? Due, int Attempts, ImmutableSortedDictionary<string, string> Spec);

public sealed record JournalLine(long N, DateTimeOffset At, string What, string Node, string Actor, string Outcome);

/// <param name="Passed">Ids of the elements and flows that tokens went through, each once, in the order of the first time.</param>
public sealed record InstanceView(
    InstanceLine Line, Graph Graph, FlowState State, IReadOnlyList<WaitLine> Waits, IReadOnlyList<JournalLine> Journal, IReadOnlyList<string> Passed);

/// <summary>Instances for pages and doors. Reads only, from the last commit.</summary>
public sealed class InstanceReads(ILedger ledger, GraphCache graphs)
{
    private const string Columns = "id AS Id, process AS Process, version AS Version, key AS Key, status AS Status, outcome AS Outcome, started AS Started, ended AS Ended";

    /// <summary>Newest first.</summary>
    public IReadOnlyList<InstanceLine> Recent(int most) => ledger.Read(db =>
        db.Query<InstanceRow>($"SELECT {Columns} FROM workflow_instance ORDER BY started DESC LIMIT @most", new { most }).Select(row => row.Line()).ToList());

    /// <summary>Everything that waits for people: approvals, choices, incidents; oldest first.</summary>
    public IReadOnlyList<(InstanceLine Instance, WaitLine Wait)> ForPeople() => ledger.Read(db => db
        .Query<WaitRow>("SELECT * FROM workflow_wait WHERE kind IN ('task', 'incident') ORDER BY since, instance, token")
        .Select(wait => (Line(db, wait.Instance)!, wait.Line())).ToList());

    /// <returns>Null when there is no such instance.</returns>
    public InstanceView? One(string id) => ledger.Read(db =>
    {
        if (Line(db, id) is not { } line) return null;
        var (sha256, xml) = db.QuerySingle<(string, string)>("SELECT sha256, xml FROM workflow_definition WHERE process = @Process AND version = @Version", line);
        var graph = graphs.Get(line.Process, sha256, () => xml);
        var state = FlowJson.ReadState(db.ExecuteScalar<string>("SELECT state FROM workflow_instance WHERE id = @id", new { id })!);
        var events = db.Query<EventRow>("SELECT n, at, what, node, actor, outcome, detail FROM workflow_event WHERE instance = @id ORDER BY n", new { id }).ToList();
        var waits = db.Query<WaitRow>("SELECT * FROM workflow_wait WHERE instance = @id ORDER BY token, node", new { id }).Select(wait => wait.Line()).ToList();
        return new InstanceView(line, graph, state, waits, [.. events.Select(one => one.Line())], Passed(graph, events));
    });

    /// <summary>The text that an instance of this version runs by, or null.</summary>
    public string? Xml(string process, long version) => ledger.Read(db => db.ExecuteScalar<string?>(
        "SELECT xml FROM workflow_definition WHERE process = @process AND version = @version", new { process, version }));

    private static InstanceLine? Line(SqliteConnection db, string id) =>
        db.QuerySingleOrDefault<InstanceRow>($"SELECT {Columns} FROM workflow_instance WHERE id = @id", new { id })?.Line();

    /// <summary>The journal holds inputs only; where they led is the kernel's answer.</summary>
    private static List<string> Passed(Graph graph, IEnumerable<EventRow> events)
    {
        var (state, passed) = (FlowState.New, new List<string>());
        foreach (var one in events)
        {
            (state, var effects) = FlowKernel.Step(graph, state, FlowJson.ReadInput(one.Detail));
            passed.AddRange(effects.Passed.Where(passage => passage.What is "left" or "flow" || passage.Token == 0).Select(passage => passage.Id));
        }

        return [.. passed.Distinct()];
    }

    private sealed class InstanceRow
    {
        public string Id { get; init; } = "";
        public string Process { get; init; } = "";
        public long Version { get; init; }
        public string Key { get; init; } = "";
        public string Status { get; init; } = "";
        public string Outcome { get; init; } = "";
        public long Started { get; init; }
        public long? Ended { get; init; }

        public InstanceLine Line() => new(
            Id, Process, Version, Key, Status, Outcome, LedgerTime.FromMicroseconds(Started), Ended is { } at ? LedgerTime.FromMicroseconds(at) : null);
    }

    private sealed class WaitRow
    {
        public string Instance { get; init; } = "";
        public long Token { get; init; }
        public string Node { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Name { get; init; } = "";
        public string Key { get; init; } = "";
        public long Since { get; init; }
        public long? Due { get; init; }
        public long Attempts { get; init; }
        public string Spec { get; init; } = "";

        public WaitLine Line() => new(
            (int)Token, Node, Kind, Name, Key, LedgerTime.FromMicroseconds(Since), Due is { } at ? LedgerTime.FromMicroseconds(at) : null, (int)Attempts,
            Spec.Length == 0 ? FlowState.Nothing : FlowJson.ReadTexts(Spec));
    }

    private sealed class EventRow
    {
        public long N { get; init; }
        public long At { get; init; }
        public string What { get; init; } = "";
        public string Node { get; init; } = "";
        public string Actor { get; init; } = "";
        public string Outcome { get; init; } = "";
        public string Detail { get; init; } = "";

        public JournalLine Line() => new(N, LedgerTime.FromMicroseconds(At), What, Node, Actor, Outcome);
    }
}
