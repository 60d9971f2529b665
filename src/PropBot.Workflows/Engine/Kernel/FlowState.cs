using System.Collections.Immutable;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Engine.Kernel;

public enum FlowStatus
{
    New = 0,
    Running = 1,

    /// <summary>Every token reached an end.</summary>
    Completed = 2,

    /// <summary>An error end that nothing catches.</summary>
    Failed = 3,
    Cancelled = 4,
}

public enum WaitKind
{
    /// <summary>An action to be run.</summary>
    Job = 0,
    Timer = 1,

    /// <summary>People.</summary>
    Task = 2,
    Message = 3,
    Signal = 4,

    /// <summary>An instance of another process.</summary>
    Call = 5,

    /// <summary>Nobody knows how to go on: retry, skip or cancel by people.</summary>
    Incident = 6,
}

/// <summary>What can move a token on. One row of the table <c>wait</c>; its key is (token, node).</summary>
/// <param name="Token">The token it belongs to; for the start of an event subprocess the token of the scope around it, 0 at the top.</param>
/// <param name="Name">Message or signal name, action, called process, or code of the incident.</param>
/// <param name="Key">A message's key, a timer's text as it was when it was armed.</param>
/// <param name="Left">Cycle timers only: firings still to come, -1 = without end.</param>
public sealed record Wait(int Token, string Node, WaitKind Kind, string Name = "", string Key = "", int Left = 0);

/// <summary>Where the flow stands. A token that comes to rest at an activity gets a new number, so (instance, token) names one attempt series.</summary>
/// <param name="Scope">Number of the token of the subprocess it is in; 0 = the top.</param>
public sealed record Token(int Number, string Node, int Scope)
{
    /// <summary>Of the last action or user task on this token's way. Belongs to the token: a branch beside it cannot change what a gateway reads.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>It began at a boundary that left its activity running (a reminder): how it ends says nothing about how the scope ends.</summary>
    public bool Aside { get; init; }

    /// <summary>At a join: the flow it came by.</summary>
    public string Via { get; init; } = "";

    /// <summary>Of an approval: whom the approvers must differ from, as it was when it opened. Null when no person asked.</summary>
    public Person? Asked { get; init; }

    /// <summary>People who said yes so far.</summary>
    public ImmutableArray<Person> Votes { get; init; } = [];

    /// <summary>Inputs of a user task, frozen when it opened: what is decided is what was shown (R10).</summary>
    public ImmutableSortedDictionary<string, string> Payload { get; init; } = FlowState.Nothing;

    public bool Equals(Token? other) =>
        other is not null && Number == other.Number && Node == other.Node && Scope == other.Scope && Outcome == other.Outcome && Via == other.Via && Aside == other.Aside && Asked == other.Asked
        && Votes.AsSpan().SequenceEqual(other.Votes.AsSpan()) && FlowState.Same(Payload, other.Payload);

    public override int GetHashCode() => HashCode.Combine(Number, Node, Scope, Outcome, Via, Votes.Length, Payload.Count);
}

/// <summary>A loosening that people agreed to: exactly these values and no others.</summary>
public sealed record Approved(string Node, ImmutableArray<Person> By, ImmutableSortedDictionary<string, string> Payload)
{
    public bool Equals(Approved? other) =>
        other is not null && Node == other.Node && By.AsSpan().SequenceEqual(other.By.AsSpan()) && FlowState.Same(Payload, other.Payload);

    public override int GetHashCode() => HashCode.Combine(Node, By.Length, Payload.Count);
}

/// <summary>The whole of an instance: equal by value, so a search may put it into a set and a replay may be compared.</summary>
public sealed record FlowState
{
    public static readonly ImmutableSortedDictionary<string, string> Nothing = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public static readonly FlowState New = new();

    public FlowStatus Status { get; init; }

    /// <summary>Id of the last end that was reached, ends of reminders and the like left out; the error code when failed.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The last token number given.</summary>
    public int Last { get; init; }

    public ImmutableSortedDictionary<string, string> Vars { get; init; } = Nothing;

    /// <summary>Who started it and who decided last, by their variables (<see cref="Bpmn.Words"/>). No action and no message can write them.</summary>
    public ImmutableSortedDictionary<string, Person> People { get; init; } = ImmutableSortedDictionary.Create<string, Person>(StringComparer.Ordinal);

    /// <summary>The last approval that was given. Null as soon as a new approval opens.</summary>
    public Approved? Approved { get; init; }

    /// <summary>By number.</summary>
    public ImmutableArray<Token> Tokens { get; init; } = [];

    /// <summary>By token, then node.</summary>
    public ImmutableArray<Wait> Waits { get; init; } = [];

    public bool Equals(FlowState? other) =>
        other is not null && Status == other.Status && Outcome == other.Outcome && Last == other.Last
        && Tokens.AsSpan().SequenceEqual(other.Tokens.AsSpan()) && Waits.AsSpan().SequenceEqual(other.Waits.AsSpan())
        && Same(Vars, other.Vars) && Same(People, other.People) && Equals(Approved, other.Approved);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Status);
        hash.Add(Last);
        foreach (var token in Tokens) hash.Add(token);
        foreach (var wait in Waits) hash.Add(wait);
        foreach (var (name, value) in Vars)
        {
            hash.Add(name);
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    internal static bool Same<T>(ImmutableSortedDictionary<string, T> one, ImmutableSortedDictionary<string, T> other) =>
        ReferenceEquals(one, other) || (one.Count == other.Count && one.SequenceEqual(other));
}
