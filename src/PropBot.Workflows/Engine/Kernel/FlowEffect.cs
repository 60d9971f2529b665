using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>What the world has to do after a step, in this order. All texts are resolved: no <c>=name</c> is left.</summary>
public abstract record FlowEffect
{
    private FlowEffect()
    {
    }

    public sealed record JobWanted(int Token, string Node, string Action, ImmutableSortedDictionary<string, string> Inputs) : FlowEffect;

    /// <param name="Text">Readable by <see cref="TimerText"/>: the kernel has tried.</param>
    /// <param name="Again">True when a cycle timer goes round once more.</param>
    public sealed record TimerWanted(int Token, string Node, TimerKind Kind, string Text, bool Again = false) : FlowEffect;

    public sealed record TaskWanted(int Token, string Node, TaskSpec Terms, ImmutableSortedDictionary<string, string> Payload) : FlowEffect;

    public sealed record MessageWanted(int Token, string Node, string Name, string Key) : FlowEffect;

    public sealed record SignalWanted(int Token, string Node, string Name) : FlowEffect;

    public sealed record CallWanted(int Token, string Node, string Process, ImmutableSortedDictionary<string, string> Vars) : FlowEffect;

    public sealed record IncidentRaised(int Token, string Node, string Code) : FlowEffect;

    /// <summary>The row (token, node) is gone. A called instance behind it is cancelled.</summary>
    public sealed record WaitRemoved(int Token, string Node, WaitKind Kind) : FlowEffect;

    public sealed record VoteTaken(int Token, string Node, Person Who, int Have, int Needed) : FlowEffect;

    public sealed record MessageThrown(string Name, string Key, ImmutableSortedDictionary<string, string> Vars) : FlowEffect;

    public sealed record SignalThrown(string Name, ImmutableSortedDictionary<string, string> Vars) : FlowEffect;

    /// <summary>Always the last one.</summary>
    public sealed record Ended(FlowStatus Status, string Outcome) : FlowEffect;
}

/// <summary>Why an input changed nothing.</summary>
public enum FlowRefusal
{
    None = 0,

    /// <summary>Nothing waits for it (any more).</summary>
    Gone = 1,
    NotRunning = 2,
    AlreadyStarted = 3,

    /// <summary>Not in the task's closed list.</summary>
    OutcomeNotListed = 4,

    /// <summary>One person counts once.</summary>
    AlreadyVoted = 5,

    /// <summary>An approval, or behind one (§3.3).</summary>
    SkipForbidden = 6,
    NoSuchStart = 7,
}

/// <summary>One line for the picture: a token came to a node (<c>entered</c>), went on from it (<c>left</c>), took a flow (<c>flow</c>), was killed (<c>removed</c>).</summary>
public sealed record Passage(string What, string Id, int Token);

/// <param name="Refusal">Other than None: state unchanged, no effects.</param>
public sealed record Effects(FlowRefusal Refusal, ImmutableArray<FlowEffect> All, ImmutableArray<Passage> Passed)
{
    public static Effects Refused(FlowRefusal why) => new(why, [], []);
}
