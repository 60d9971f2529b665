using System.Collections.Immutable;
using PropBot.Workflows.Approvals;

namespace PropBot.Workflows.Engine;

/// <summary>Names one wish of somebody. The same id again is the same wish: it is answered with what the first one got.</summary>
public readonly record struct CommandId(string Text)
{
    public override string ToString() => Text;
}

/// <summary>What became of a command.</summary>
public abstract record CommandAnswer
{
    private CommandAnswer()
    {
    }

    /// <param name="Detail">Of a start: the id of the instance.</param>
    public sealed record Applied(string Detail) : CommandAnswer;

    /// <summary>This command id was applied before; nothing happened now.</summary>
    public sealed record AlreadyApplied(string Detail) : CommandAnswer;

    /// <summary>Nothing waits for it any more.</summary>
    /// <param name="By">Who moved it on, as people know them; <c>system</c> for a timer or the desk.</param>
    public sealed record Gone(string By, DateTimeOffset At, string Outcome) : CommandAnswer;

    /// <summary>The deadline has passed, whether or not its timer has fired.</summary>
    public sealed record Expired(DateTimeOffset Due) : CommandAnswer;

    /// <param name="Why">Code in snake case: <c>same_operator</c>, <c>forbidden</c>, <c>state_changed</c>, …</param>
    public sealed record NotAllowed(string Why) : CommandAnswer;
}

/// <param name="Process">The newest published version is started.</param>
/// <param name="Key">At most one running instance of a process has it.</param>
/// <param name="By">Null: no person did.</param>
public sealed record StartCommand(CommandId Id, string Process, string Key, ImmutableSortedDictionary<string, string> Vars, Actor? By = null);

/// <param name="PayloadHash">Of what the person saw; null only for outcomes other than the loosening one.</param>
/// <param name="SecondFactor">True after the door has checked it (R11).</param>
public sealed record DecideCommand(CommandId Id, string Instance, int Token, string Outcome, Actor By, string? PayloadHash, bool SecondFactor)
{
    public ImmutableSortedDictionary<string, string> Vars { get; init; } = Kernel.FlowState.Nothing;
}

/// <param name="ValidFor">How long it may wait for somebody to wait for it.</param>
public sealed record MessageCommand(CommandId Id, string Name, string Key, ImmutableSortedDictionary<string, string> Vars, TimeSpan ValidFor);

public sealed record SignalCommand(CommandId Id, string Name, ImmutableSortedDictionary<string, string> Vars);

/// <summary>An act of people on a waiting token.</summary>
public sealed record TokenCommand(CommandId Id, string Instance, int Token, Actor By);

/// <summary>The commands of the engine. Every door (REST, Telegram, CLI, dashboard, desk) uses these; each is one transaction, exactly once.</summary>
public interface IWorkflows
{
    Task<CommandAnswer> Start(StartCommand command);

    Task<CommandAnswer> Decide(DecideCommand command);

    Task<CommandAnswer> Publish(MessageCommand command);

    Task<CommandAnswer> Signal(SignalCommand command);

    /// <summary>Tries a token with an incident again.</summary>
    Task<CommandAnswer> Retry(TokenCommand command);

    /// <summary>Loosening (§3.3): <paramref name="second"/> is the other operator. Never on an approval nor behind one.</summary>
    Task<CommandAnswer> Skip(TokenCommand command, string outcome, Actor second);

    /// <summary>One operator; once an approval was given in it, two: what still has to be taken back would not be.</summary>
    Task<CommandAnswer> Cancel(CommandId id, string instance, Actor by, Actor? second = null);

    /// <summary>Ends an instance that nobody has approved, for a reason of the program's own. An approved one is left alone.</summary>
    Task<CommandAnswer> Drop(CommandId id, string instance, string why);
}
