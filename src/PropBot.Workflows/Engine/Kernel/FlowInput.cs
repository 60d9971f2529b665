using System.Collections.Immutable;
using System.Text.Json.Serialization;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>Everything that can happen to an instance. The journal holds these, and replaying them gives the state again.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "what")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(JobDone), "job_done")]
[JsonDerivedType(typeof(JobFailed), "job_failed")]
[JsonDerivedType(typeof(TaskDecided), "task_decided")]
[JsonDerivedType(typeof(TimerDue), "timer_due")]
[JsonDerivedType(typeof(MessageArrived), "message_arrived")]
[JsonDerivedType(typeof(SignalRaised), "signal_raised")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
[JsonDerivedType(typeof(Skipped), "skipped")]
[JsonDerivedType(typeof(Retried), "retried")]
public abstract record FlowInput
{
    private FlowInput()
    {
    }

    /// <param name="Node">The start event; null = the one plain start.</param>
    public sealed record Started(ImmutableSortedDictionary<string, string> Vars, DateTimeOffset At, Person? By = null, string? Node = null) : FlowInput;

    /// <summary>An action or a called process came back.</summary>
    public sealed record JobDone(int Token, string Outcome, ImmutableSortedDictionary<string, string> Vars) : FlowInput;

    public sealed record JobFailed(int Token, string ErrorCode) : FlowInput;

    public sealed record TaskDecided(int Token, Person Who, string Outcome, ImmutableSortedDictionary<string, string> Vars) : FlowInput;

    /// <param name="Node">The timer's own node: a catch, a boundary, or the start of an event subprocess.</param>
    public sealed record TimerDue(int Token, string Node) : FlowInput;

    /// <summary>Goes to at most one wait: the one with the lowest token.</summary>
    public sealed record MessageArrived(string Name, string Key, ImmutableSortedDictionary<string, string> Vars) : FlowInput;

    /// <summary>Goes to every wait for it.</summary>
    public sealed record SignalRaised(string Name, ImmutableSortedDictionary<string, string> Vars) : FlowInput;

    public sealed record Cancelled : FlowInput;

    public sealed record Skipped(int Token, string Outcome) : FlowInput;

    public sealed record Retried(int Token) : FlowInput;
}
