using System.Collections.Immutable;

namespace PropBot.Trading.Risk;

/// <summary>One no of the gate. <paramref name="Times"/>: how often in a row for the same symbol.</summary>
public sealed record RefusalSeen(string Symbol, RiskRefusal Refusal, DateTimeOffset At, int Times);

/// <summary>The gate's last refusals, newest first; the same one of a symbol counts up instead of filling the list.</summary>
public sealed class RecentRefusals
{
    private const int Kept = 20;
    private ImmutableArray<RefusalSeen> list = [];

    public ImmutableArray<RefusalSeen> List => list;

    public void Add(string symbol, RiskRefusal refusal, DateTimeOffset now)
    {
        var same = list.FirstOrDefault(seen => seen.Symbol == symbol && seen.Refusal.Code == refusal.Code);
        var others = same is null ? list : list.Remove(same);
        if (others.Length == Kept) others = others.RemoveAt(Kept - 1);
        list = others.Insert(0, new RefusalSeen(symbol, refusal, now, (same?.Times ?? 0) + 1));
    }
}
