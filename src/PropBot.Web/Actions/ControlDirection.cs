using PropBot.Trading.Desk;

namespace PropBot.Web.Actions;

/// <summary>Which part of a control patch makes less risk possible than now (rulings 3.3), and which part the rest is. Pure.</summary>
public static class ControlDirection
{
    public static (ControlPatch? Tightening, ControlPatch? Rest) Split(ControlPatch patch, ControlView now)
    {
        var tightening = new ControlPatch
        {
            MinSpreadBps = patch.MinSpreadBps > now.MinSpreadBps ? patch.MinSpreadBps : null,
            MaxSlippageBps = patch.MaxSlippageBps < now.MaxSlippageBps ? patch.MaxSlippageBps : null,
            OrderNotionalUsdt = patch.OrderNotionalUsdt < now.OrderNotionalUsdt ? patch.OrderNotionalUsdt : null,
            AutoLoop = patch.AutoLoop == false && now.AutoLoop ? false : null,
            LoopPair = patch.LoopPair is { Length: > 0 } && string.IsNullOrEmpty(now.LoopPair) ? patch.LoopPair : null,
            LoopVenues = patch.LoopVenues is { } venues && venues.Count < now.LoopVenues.Length && venues.All(now.LoopVenues.Contains) ? venues : null,
            DryRun = patch.DryRun,
        };
        var rest = new ControlPatch
        {
            MinSpreadBps = tightening.MinSpreadBps is null ? Unless(patch.MinSpreadBps, now.MinSpreadBps) : null,
            MaxSlippageBps = tightening.MaxSlippageBps is null ? Unless(patch.MaxSlippageBps, now.MaxSlippageBps) : null,
            OrderNotionalUsdt = tightening.OrderNotionalUsdt is null ? Unless(patch.OrderNotionalUsdt, now.OrderNotionalUsdt) : null,
            PollIntervalSec = patch.PollIntervalSec == now.PollIntervalSec ? null : patch.PollIntervalSec,
            AutoLoop = tightening.AutoLoop is null && patch.AutoLoop != now.AutoLoop ? patch.AutoLoop : null,
            LoopPair = tightening.LoopPair is null && patch.LoopPair is { } pair && pair != (now.LoopPair ?? "") ? pair : null,
            LoopVenues = tightening.LoopVenues is null && patch.LoopVenues is { } list && !list.ToHashSet(StringComparer.Ordinal).SetEquals(now.LoopVenues) ? list : null,
        };
        return (NullIfEmpty(tightening), NullIfEmpty(rest));
    }

    private static decimal? Unless(decimal? wanted, decimal now) => wanted == now ? null : wanted;

    private static ControlPatch? NullIfEmpty(ControlPatch patch) => patch == new ControlPatch() ? null : patch;
}
