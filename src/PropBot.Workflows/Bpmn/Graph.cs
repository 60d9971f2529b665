using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PropBot.Workflows.Bpmn;

/// <summary>What an element of a process is, reduced to what the kernel tells apart. BPMN 2.0 (ISO 19510); the subset of design/workflows §2.</summary>
public enum NodeKind
{
    Start = 0,
    MessageStart = 1,
    SignalStart = 2,
    TimerStart = 3,
    End = 4,

    /// <summary>Ends the whole scope it stands in.</summary>
    TerminateEnd = 5,
    ErrorEnd = 6,
    MessageEnd = 7,

    /// <summary>Service, send and business rule task: one action of the catalogue, answering one outcome of its list.</summary>
    Action = 8,

    /// <summary>User task: an approval or a choice by people.</summary>
    UserTask = 9,
    ReceiveTask = 10,
    CallActivity = 11,
    Exclusive = 12,
    Parallel = 13,
    EventBased = 14,
    TimerCatch = 15,
    MessageCatch = 16,
    SignalCatch = 17,
    MessageThrow = 18,
    SignalThrow = 19,
    BoundaryTimer = 20,
    BoundaryMessage = 21,
    BoundarySignal = 22,
    BoundaryError = 23,
    SubProcess = 24,
    EventSubProcess = 25,
}

public enum TimerKind
{
    /// <summary>An ISO 8601 instant.</summary>
    Date = 0,

    /// <summary>An ISO 8601 duration from when the token arrives.</summary>
    Duration = 1,

    /// <summary>R&lt;n&gt;/duration; only on non-interrupting boundaries (reminders).</summary>
    Cycle = 2,
}

/// <param name="Text">Literal, or <c>=name</c> of a variable that holds it.</param>
public sealed record TimerSpec(TimerKind Kind, string Text);

/// <summary>A user task's terms. Every approval has an expiry (its interrupting boundary timer) and an approver who is not the requester.</summary>
/// <param name="Kind"><c>approval</c>: a second person, second factor, R9; <c>choice</c>: one operator picks an outcome.</param>
/// <param name="Role">Who may decide: <c>operator</c>.</param>
/// <param name="Outcomes">Closed list; the first is the loosening one on an approval.</param>
/// <param name="Needed">People needed (2 of n); 1 = one beside the requester.</param>
public sealed record TaskSpec(string Kind, string Role, ImmutableArray<string> Outcomes, int Needed)
{
    public const string Approval = "approval";
    public const string Choice = "choice";

    /// <summary>Approval only: the variable that names whom the approver must differ from (R9). Who chose before is <see cref="Words.DecidedBy"/>.</summary>
    public string Requester { get; init; } = Words.RequestedBy;

    public bool IsApproval => Kind == Approval;
}

/// <summary>Variables that the kernel itself writes, and that diagrams may read.</summary>
public static partial class Words
{
    /// <summary>The outcome of the last action or user task that finished.</summary>
    public const string Outcome = "outcome";

    /// <summary>Who started the instance; empty when no person did.</summary>
    public const string RequestedBy = "requested_by";

    /// <summary>Who decided the last user task.</summary>
    public const string DecidedBy = "decided_by";

    /// <summary>The variable's name in <c>=name</c>; null for a literal, and for anything after the sign that is no name.</summary>
    public static string? Reference(string text) => ReferenceForm().Match(text) is { Success: true } match ? match.Groups["name"].Value : null;

    [GeneratedRegex(@"\A=(?<name>[a-z][a-z0-9_]{0,63})\z")]
    private static partial Regex ReferenceForm();
}

/// <summary>Where an element stands in the diagram, in BPMN DI units.</summary>
public readonly record struct Place(double X, double Y, double Width, double Height);

/// <summary>One element. Fields that its <see cref="Kind"/> does not use are null or empty.</summary>
public sealed record Node
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required NodeKind Kind { get; init; }

    /// <summary>Id of the subprocess it stands in; null at the top.</summary>
    public string? Scope { get; init; }
    public Place? Place { get; init; }

    /// <summary>Name in the action catalogue.</summary>
    public string? Action { get; init; }

    /// <summary>Input name → literal, or <c>=name</c> of a variable. Of an action or call: what it is given; of a user task: what people are shown and decide on.</summary>
    public ImmutableSortedDictionary<string, string> Inputs { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Message or signal name of a start, catch, throw, receive, boundary or end event.</summary>
    public string? Event { get; init; }

    /// <summary>
    /// What a message must carry to belong to this instance: literal, or <c>=name</c> of a variable. On a message start at the top: <c>=name</c>
    /// of the variable that gets the key of the message.
    /// </summary>
    public string? Key { get; init; }
    public string? ErrorCode { get; init; }
    public TimerSpec? Timer { get; init; }

    /// <summary>The activity a boundary event stands on.</summary>
    public string? AttachedTo { get; init; }

    /// <summary>False only for boundaries and event subprocesses that leave their activity running.</summary>
    public bool Interrupting { get; init; } = true;

    /// <summary>The flow taken when no condition holds.</summary>
    public string? DefaultFlow { get; init; }

    /// <summary>Process id of a call activity.</summary>
    public string? Called { get; init; }
    public TaskSpec? Task { get; init; }
}

/// <summary>A condition: the variable's text equals the value (<c>=outcome = "approve"</c>). Nothing else can be said in a diagram.</summary>
public sealed record Condition(string Variable, string Value);

/// <summary>A sequence flow.</summary>
public sealed record Flow(string Id, string From, string To, Condition? Condition, string Name = "");

/// <summary>One process as the kernel runs it. Made by the parser only, after nothing was refused.</summary>
/// <param name="Process">Id of the process: the key instances and versions go by.</param>
/// <param name="Sha256">Of the file's bytes, lower-case hex: the version's identity.</param>
public sealed record Graph(string Process, string Name, string Sha256, ImmutableArray<Node> Nodes, ImmutableArray<Flow> Flows)
{
    private ImmutableDictionary<string, Node>? byId;

    /// <summary>The index is left behind: a copy is made to have other nodes.</summary>
    private Graph(Graph other)
    {
        (Process, Name, Sha256, Nodes, Flows) = other;
    }

    public Node this[string id] => ById[id];

    private ImmutableDictionary<string, Node> ById => byId ??= Nodes.ToImmutableDictionary(n => n.Id, StringComparer.Ordinal);

    public bool Has(string id) => ById.ContainsKey(id);

    public IEnumerable<Flow> Outgoing(string node) => Flows.Where(f => f.From == node);

    public IEnumerable<Flow> Incoming(string node) => Flows.Where(f => f.To == node);

    public IEnumerable<Node> Boundaries(string node) => Nodes.Where(n => n.AttachedTo == node);

    /// <summary>Elements directly inside a subprocess; null = the top.</summary>
    public IEnumerable<Node> Inside(string? scope) => Nodes.Where(n => n.Scope == scope);
}
