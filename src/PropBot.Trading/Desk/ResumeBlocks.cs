using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk;

/// <summary>What stands against leaving HOLD or running, at this moment (R8).</summary>
internal static class ResumeBlocks
{
    public static List<Block> Of(DeskMemory m, ImmutableArray<PreflightCheck> preflight, IReadOnlyList<Block> ofFlows)
    {
        var blocks = new List<Block>();
        foreach (var hedge in m.Hedges.Values.Where(h => h.State == HedgeState.Partial))
            blocks.Add(new Block("partial_hedge", $"hedge {hedge.Id} ({hedge.Symbol}) is partial: {Amounts.Decimals.Plain(Math.Abs(hedge.Long.Open.Value - hedge.Short.Open.Value))} unmatched"));
        foreach (var order in m.Hedges.Values.SelectMany(h => h.Orders).Where(o => o.IsUnknown))
            blocks.Add(new Block("unknown_order", $"the outcome of order {order.Id} is unknown"));
        blocks.AddRange(ofFlows);
        if (m.Control.KillPending) blocks.Add(new Block("kill_pending", "the kill switch is not confirmed by both venues yet"));
        foreach (var red in preflight.Where(c => !c.Green)) blocks.Add(new Block($"preflight:{red.Name}", $"preflight {red.Name}: {red.Detail}"));
        return blocks;
    }
}
