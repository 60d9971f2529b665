using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Engine.Kernel;

/// <summary>A process drawn in code: <c>Sketch.Of("p").Start("s").Action("a").End("e").Flow("s", "a").Flow("a", "e").Graph</c>.</summary>
internal sealed class Sketch
{
    private readonly string process;
    private readonly List<Node> nodes = [];
    private readonly List<Flow> flows = [];

    private Sketch(string process) => this.process = process;

    public static Sketch Of(string process = "p") => new(process);

    public Graph Graph => new(process, process, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToString()))), [.. nodes], [.. flows]);

    public Sketch Add(Node node)
    {
        nodes.Add(node);
        return this;
    }

    public Sketch Node(string id, NodeKind kind, string? scope = null, string name = "") =>
        Add(new Node { Id = id, Name = name, Kind = kind, Scope = scope });

    public Sketch Start(string id = "start", string? scope = null) => Node(id, NodeKind.Start, scope);

    public Sketch End(string id, string name = "", string? scope = null, NodeKind kind = NodeKind.End) => Node(id, kind, scope, name);

    public Sketch ErrorEnd(string id, string code, string? scope = null) =>
        Add(new Node { Id = id, Name = id, Kind = NodeKind.ErrorEnd, Scope = scope, ErrorCode = code });

    public Sketch Action(string id, string? scope = null, string? action = null, params ReadOnlySpan<(string Name, string Value)> inputs)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in inputs) all[name] = value;
        return Add(new Node { Id = id, Name = id, Kind = NodeKind.Action, Scope = scope, Action = action ?? "test." + id, Inputs = all.ToImmutable() });
    }

    public Sketch Task(
        string id, string kind = TaskSpec.Approval, int needed = 1, string? scope = null, ImmutableArray<string>? outcomes = null, string requester = Words.RequestedBy,
        params ReadOnlySpan<(string Name, string Value)> inputs)
    {
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in inputs) all[name] = value;
        return Add(new Node
        {
            Id = id,
            Name = id,
            Kind = NodeKind.UserTask,
            Scope = scope,
            Inputs = all.ToImmutable(),
            Task = new TaskSpec(kind, "operator", outcomes ?? ["approve", "reject"], needed) { Requester = requester },
        });
    }

    public Sketch Call(string id, string called, string? scope = null) =>
        Add(new Node { Id = id, Name = id, Kind = NodeKind.CallActivity, Scope = scope, Called = called });

    public Sketch Event(string id, NodeKind kind, string name, string? key = null, string? scope = null) =>
        Add(new Node { Id = id, Name = id, Kind = kind, Scope = scope, Event = name, Key = key });

    public Sketch Timer(string id, string text, TimerKind kind = TimerKind.Duration, string? scope = null, NodeKind node = NodeKind.TimerCatch) =>
        Add(new Node { Id = id, Name = id, Kind = node, Scope = scope, Timer = new TimerSpec(kind, text) });

    public Sketch On(string host, string id, string text, bool interrupting = true, TimerKind kind = TimerKind.Duration) =>
        Add(new Node
        {
            Id = id,
            Name = id,
            Kind = NodeKind.BoundaryTimer,
            Scope = ScopeOf(host),
            AttachedTo = host,
            Interrupting = interrupting,
            Timer = new TimerSpec(kind, text),
        });

    public Sketch OnError(string host, string id, string? code = null) =>
        Add(new Node { Id = id, Name = id, Kind = NodeKind.BoundaryError, Scope = ScopeOf(host), AttachedTo = host, ErrorCode = code });

    public Sketch OnEvent(string host, string id, NodeKind kind, string name, string? key = null, bool interrupting = true) =>
        Add(new Node { Id = id, Name = id, Kind = kind, Scope = ScopeOf(host), AttachedTo = host, Interrupting = interrupting, Event = name, Key = key });

    public Sketch EventSub(string id, string start, string signal, bool interrupting = true, string? scope = null) =>
        Add(new Node { Id = id, Name = id, Kind = NodeKind.EventSubProcess, Scope = scope, Interrupting = interrupting })
            .Add(new Node { Id = start, Name = start, Kind = NodeKind.SignalStart, Scope = id, Event = signal, Interrupting = interrupting });

    public Sketch Default(string node, string flow)
    {
        nodes[nodes.FindIndex(n => n.Id == node)] = nodes.Find(n => n.Id == node)! with { DefaultFlow = flow };
        return this;
    }

    /// <param name="when">An outcome; null = always.</param>
    public Sketch Flow(string from, string to, string? when = null, string? id = null)
    {
        flows.Add(new Flow(id ?? $"{from}-{to}", from, to, when is null ? null : new Condition(Words.Outcome, when)));
        return this;
    }

    /// <summary>Flows from each to the next.</summary>
    public Sketch Line(params ReadOnlySpan<string> ids)
    {
        for (var i = 1; i < ids.Length; i++) Flow(ids[i - 1], ids[i]);
        return this;
    }

    public override string ToString() => $"{process}\n{string.Join('\n', nodes.Select(n => $"{n.Scope}/{n.Id}:{n.Kind}{(n.AttachedTo is null ? "" : "@" + n.AttachedTo)}"))}\n"
        + string.Join('\n', flows.Select(f => $"{f.From}->{f.To} [{f.Condition?.Value}]"));

    private string? ScopeOf(string host) => nodes.Find(n => n.Id == host)?.Scope;
}
