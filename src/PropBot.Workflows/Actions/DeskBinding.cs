using System.Collections.Immutable;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Actions.Dial;
using PropBot.Workflows.Actions.Hedges;
using PropBot.Workflows.Actions.Limits;
using PropBot.Workflows.Actions.Strategies;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Courier;
using PropBot.Workflows.Engine.Store;
using PropBot.Workflows.Publishing;

namespace PropBot.Workflows.Actions;

/// <summary>Whether what an approval shows still stands (R10): the HOLD it was asked in, and what it would change.</summary>
public sealed class DeskBinding(IDesk desk, MandateTerms terms) : IStateBinding
{
    public bool StillHolds(LedgerTransaction transaction, string process, ImmutableSortedDictionary<string, string> payload)
    {
        var now = desk.Snapshot;
        if (!payload.TryGetValue("frozen", out var text) || Frozen.Read(text) is not { } frozen || !frozen.StillHolds(now)) return false;
        string Shown(string name) => payload.GetValueOrDefault(name, "");
        return process switch
        {
            "raise-limit" => LimitInForce.Find(now, Shown("limit"), Shown("scope")) is { } stands && stands.Version == frozen.Version,
            "operators" => PeopleChangeText.Read(Shown("change")) is { } change && PeopleChanges.Standing(transaction, change) == frozen.Detail,
            "unfreeze-strategy" => StrategyFreeze.Stands(now, Shown("strategy"), frozen.Detail),
            "rpi-change" => DialStands.Of(now) == frozen.Detail,
            PartialCourier.Process => HedgeFreezeCompletionAction.Missing(now, Shown("hedge")) == frozen.Detail,
            "autopilot-arming" => MandateBinding.Now(transaction, now, terms).Text() == frozen.Detail,
            OpenDrafts.Process => DraftStanding.Stands(transaction, Shown("process"), Shown("draft"), frozen.Detail),
            _ => true,
        };
    }
}
