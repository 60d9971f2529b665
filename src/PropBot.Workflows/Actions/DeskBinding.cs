using System.Collections.Immutable;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Limits;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Actions;

/// <summary>Whether what an approval shows still stands (R10): the HOLD it was asked in, and the version of the limit it would raise.</summary>
public sealed class DeskBinding(IDesk desk) : IStateBinding
{
    public bool StillHolds(LedgerTransaction transaction, string process, ImmutableSortedDictionary<string, string> payload)
    {
        var now = desk.Snapshot;
        if (!payload.TryGetValue("frozen", out var text) || Frozen.Read(text) is not { } frozen || !frozen.StillHolds(now)) return false;
        return process != "raise-limit"
            || (payload.TryGetValue("limit", out var limit) && payload.TryGetValue("scope", out var scope)
                && LimitInForce.Find(now, limit, scope) is { } stands && stands.Version == frozen.Version);
    }
}
