using PropBot.Trading.Desk;

namespace PropBot.Web.Actions;

/// <summary>Which part of a control patch makes less risk possible than now (rulings 3.3), and which part the rest is. Pure.</summary>
public static class ControlDirection
{
    public static (ControlPatch? Tightening, ControlPatch? Others) Split(ControlPatch patch, ControlView now)
    {
        var tightening = new ControlPatch
        {
            MinSpreadBps = If(patch.MinSpreadBps > now.MinSpreadBps, patch.MinSpreadBps),
            MaxSlippageBps = If(patch.MaxSlippageBps < now.MaxSlippageBps, patch.MaxSlippageBps),
            OrderNotionalUsdt = If(patch.OrderNotionalUsdt < now.OrderNotionalUsdt, patch.OrderNotionalUsdt),
            AutoLoop = If(patch.AutoLoop == false && now.AutoLoop, patch.AutoLoop),
            LoopPair = Narrows(patch.LoopPair, now.LoopPair) ? patch.LoopPair : null,
            LoopVenues = patch.LoopVenues is { } venues && Narrows(venues, now.LoopVenues) ? venues : null,
            DryRun = patch.DryRun,
        };
        return (NullIfEmpty(tightening), NullIfEmpty(Others(patch, tightening, now)));
    }

    /// <summary>What is another value than now and does not tighten.</summary>
    private static ControlPatch Others(ControlPatch patch, ControlPatch tightening, ControlView now) => new()
    {
        MinSpreadBps = If(tightening.MinSpreadBps is null && patch.MinSpreadBps != now.MinSpreadBps, patch.MinSpreadBps),
        MaxSlippageBps = If(tightening.MaxSlippageBps is null && patch.MaxSlippageBps != now.MaxSlippageBps, patch.MaxSlippageBps),
        OrderNotionalUsdt = If(tightening.OrderNotionalUsdt is null && patch.OrderNotionalUsdt != now.OrderNotionalUsdt, patch.OrderNotionalUsdt),
        PollIntervalSec = If(patch.PollIntervalSec != now.PollIntervalSec, patch.PollIntervalSec),
        AutoLoop = If(tightening.AutoLoop is null && patch.AutoLoop != now.AutoLoop, patch.AutoLoop),
        LoopPair = tightening.LoopPair is null && patch.LoopPair != (now.LoopPair ?? "") ? patch.LoopPair : null,
        LoopVenues = tightening.LoopVenues is null && patch.LoopVenues is { } list && !SameWords(list, now.LoopVenues) ? list : null,
    };

    private static T? If<T>(bool condition, T? value)
        where T : struct => condition ? value : null;

    private static bool Narrows(string? wanted, string? now) => wanted is { Length: > 0 } && string.IsNullOrEmpty(now);

    private static bool Narrows(IReadOnlyList<string> wanted, IReadOnlyList<string> now) => wanted.Count < now.Count && wanted.All(now.Contains);

    private static bool SameWords(IReadOnlyList<string> wanted, IReadOnlyList<string> now) => wanted.ToHashSet(StringComparer.Ordinal).SetEquals(now);

    private static ControlPatch? NullIfEmpty(ControlPatch patch) => patch == new ControlPatch() ? null : patch;
}
