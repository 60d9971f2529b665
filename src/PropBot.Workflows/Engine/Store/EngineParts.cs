using System.Collections.Immutable;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Engine.Store;

/// <summary>Who somebody is now, asked inside the transaction that decides: a role taken away a moment ago counts.</summary>
public interface IPeople
{
    bool MayAct(LedgerTransaction transaction, string identity, bool shared);
}

/// <summary>Whether what was asked for still stands (R10): asked before each loosening answer, in the transaction that takes it.</summary>
public interface IStateBinding
{
    /// <param name="payload">What the approval shows, as it was frozen when it opened; its <c>frozen</c> is what the checking action wrote.</param>
    /// <returns>False also when the payload means nothing: fail closed.</returns>
    bool StillHolds(LedgerTransaction transaction, string process, ImmutableSortedDictionary<string, string> payload);
}

/// <summary>What the engine decides with, beside the ledger and the clock.</summary>
public sealed record EngineParts(GraphCache Graphs, ActionTable Actions, IPeople People, IStateBinding Binding, TwoPersonPolicy Policy)
{
    /// <summary>How long a message that a flow throws may wait for somebody to wait for it.</summary>
    public TimeSpan ThrownMessageValidFor { get; init; } = TimeSpan.FromDays(1);
}

/// <summary>The table <c>operator</c>. A shared identity has no row: whoever presented its token may act where the two-person policy lets it.</summary>
public sealed class OperatorTable : IPeople
{
    public bool MayAct(LedgerTransaction transaction, string identity, bool shared) =>
        shared || OperatorRows.RoleOf(transaction, identity) == Role.Operator;
}
