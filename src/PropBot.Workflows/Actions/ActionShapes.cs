using System.Collections.Immutable;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Actions;

/// <summary>Rows of our own database, written in the transaction of the step: exactly once. Nothing to await, nothing of the network.</summary>
/// <typeparam name="TInput">A record; the inputs of the diagram are its constructor's parameters in snake case. Text, whole numbers, decimal, bool, instants; nullable = may be missing.</typeparam>
public interface ILocalAction<in TInput>
{
    ActionResult Run(LedgerTransaction transaction, TInput input, ActionContext context);
}

/// <summary>The world outside: at least once, outside any transaction. <see cref="ActionContext.Key"/> names the effect in every attempt.</summary>
/// <typeparam name="TInput">As for <see cref="ILocalAction{TInput}"/>.</typeparam>
public interface IRemoteAction<in TInput>
{
    Task<ActionResult> Run(TInput input, ActionContext context, CancellationToken stop);

    /// <summary>What became of an earlier attempt under the same key. Asked before every attempt but the first.</summary>
    Task<EarlierAttempt> Ask(TInput input, ActionContext context, CancellationToken stop);
}

/// <param name="Key"><c>instance#token</c>: the same in every attempt, another for every other effect.</param>
/// <param name="At">Now, as the engine's clock has it.</param>
/// <param name="RequestedBy">Who started the instance, or null when no person did.</param>
/// <param name="Approved">The last approval given in this instance, with exactly what was approved.</param>
public sealed record ActionContext(string Instance, int Token, string Key, int Attempt, DateTimeOffset At, Person? RequestedBy, Approved? Approved);

public abstract record ActionResult
{
    private ActionResult()
    {
    }

    /// <param name="Vars">Set on the instance.</param>
    public sealed record Outcome(string Word, ImmutableSortedDictionary<string, string> Vars) : ActionResult
    {
        public Outcome(string word)
            : this(word, FlowState.Nothing)
        {
        }
    }

    /// <summary>A listed error: goes to an error boundary, or is an incident. A local action's rows are undone.</summary>
    public sealed record Error(string Code) : ActionResult;

    /// <summary>Remote only: it may work later, and nothing happened for sure.</summary>
    public sealed record Again(string Why) : ActionResult;
}

public abstract record EarlierAttempt
{
    private EarlierAttempt()
    {
    }

    public sealed record Happened(ActionResult Result) : EarlierAttempt;

    /// <summary>Proven: it may be tried once more.</summary>
    public sealed record NeverHappened : EarlierAttempt;

    /// <summary>Not known yet: asked again later, and nothing is sent meanwhile.</summary>
    public sealed record Unknown(string Why) : EarlierAttempt;
}
