using PropBot.Trading.Ledger;

namespace PropBot.Trading.Desk.Permits;

/// <summary>One approved loosening, ready to be written and then applied. Each part is asked on the desk thread.</summary>
/// <param name="Objection">What stands against it now; null = nothing. Asked before writing and again before applying.</param>
/// <param name="Write">Its rows, in the unit that marks the permit.</param>
/// <param name="Apply">Makes it so; nothing may fail here.</param>
/// <param name="Restore">The rows of what stands, for when it was written and then overtaken.</param>
internal sealed record Loosening(
    Func<CommandResult.Refused?> Objection, Action<LedgerTransaction> Write, Action Apply, Func<Action<LedgerTransaction>> Restore);
