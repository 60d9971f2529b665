using System.Collections.Immutable;
using PropBot.Trading.Control;

namespace PropBot.Trading.Desk.Flows;

/// <summary>Which loop parameters a patch really changes (R41): new memory and the changed fields by their outside names.</summary>
internal static class ControlPatching
{
    public static (ControlMemory Next, Dictionary<string, object?> Changes) Apply(DeskMemory m, ControlPatch patch)
    {
        var next = m.Control;
        var changes = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (Differs(patch.MinSpreadBps, m.MinSpread.Value, "min_spread_bps", changes)) next = next with { MinSpreadBps = patch.MinSpreadBps };
        if (Differs(patch.MaxSlippageBps, m.MaxSlippage.Value, "max_slippage_bps", changes)) next = next with { MaxSlippageBps = patch.MaxSlippageBps };
        if (Differs(patch.OrderNotionalUsdt, m.OrderNotional, "order_notional_usdt", changes)) next = next with { OrderNotionalUsdt = patch.OrderNotionalUsdt };
        if (Differs(patch.PollIntervalSec, m.PollIntervalSec, "poll_interval_sec", changes)) next = next with { PollIntervalSec = patch.PollIntervalSec };
        if (Differs(patch.AutoLoop, m.AutoLoop, "auto_loop", changes)) next = next with { AutoLoop = patch.AutoLoop };
        if (patch.LoopPair is { } pair && pair != m.LoopPair)
        {
            next = next with { LoopPair = pair };
            changes["loop_pair"] = pair.Length == 0 ? null : pair;
        }

        if (patch.LoopVenues is { } venues && !venues.SequenceEqual(m.LoopVenues))
        {
            next = next with { LoopVenues = venues.ToImmutableArray() };
            changes["loop_venues"] = venues;
        }

        return (next, changes);
    }

    private static bool Differs<T>(T? wanted, T current, string name, Dictionary<string, object?> changes)
        where T : struct, IEquatable<T>
    {
        if (wanted is not { } value || value.Equals(current)) return false;
        changes[name] = value;
        return true;
    }
}
