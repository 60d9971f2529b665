using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

/// <summary>What stands against leaving HOLD or running, at this moment (R8). Asked before every opening too: nothing in the way costs a look and no garbage.</summary>
internal static class ResumeBlocks
{
    private static readonly List<Block> None = [];

    /// <param name="ofFlows">Each flow's own, in the order in which people read them.</param>
    public static IReadOnlyList<Block> Of(DeskMemory m, ImmutableArray<PreflightCheck> preflight, params ReadOnlySpan<IEnumerable<Block>> ofFlows)
    {
        List<Block>? found = null;
        foreach (var hedge in m.Hedges.Values)
            if (hedge.State == HedgeState.Partial)
                Add(ref found, "partial_hedge", $"hedge {hedge.Id} ({hedge.Symbol}) is partial: {Amounts.Decimals.Plain(Math.Abs(hedge.Long.Open.Value - hedge.Short.Open.Value))} unmatched");
        foreach (var hedge in m.Hedges.Values)
        {
            Unknown(ref found, hedge.Long);
            Unknown(ref found, hedge.Short);
        }

        foreach (var flow in ofFlows)
            if (flow is not Block[] { Length: 0 }) (found ??= []).AddRange(flow);
        if (m.Control.KillPending) Add(ref found, "kill_pending", "the kill switch is not confirmed by both venues yet");
        foreach (var check in preflight)
            if (!check.Green) Add(ref found, $"preflight:{check.Name}", $"preflight {check.Name}: {check.Detail}");
        return found ?? None;
    }

    private static void Unknown(ref List<Block>? found, LegBook leg)
    {
        foreach (var order in leg.Orders)
            if (order.IsUnknown) Add(ref found, "unknown_order", $"the outcome of order {order.Id} is unknown");
    }

    private static void Add(ref List<Block>? found, string code, string text) => (found ??= []).Add(new Block(code, text));
}
