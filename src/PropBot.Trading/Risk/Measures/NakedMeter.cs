using System.Collections.Immutable;

namespace PropBot.Trading.Risk.Measures;

/// <summary>USDT·s that fell on one UTC day.</summary>
public readonly record struct NakedShare(DateOnly Day, decimal UsdtSeconds);

/// <summary>
/// Naked exposure of one hedge as money times time (P8): the integral of |unmatched base| × mark. What was seen last holds until the next
/// look, also over a restart. Immutable.
/// </summary>
/// <param name="SeenAt">When <paramref name="Notional"/> was true.</param>
/// <param name="Notional">|unmatched base| × mark, USDT.</param>
/// <param name="UsdtSeconds">All of it so far.</param>
public sealed record NakedMeter(DateTimeOffset SeenAt, decimal Notional, decimal UsdtSeconds)
{
    public static NakedMeter Start(DateTimeOffset at) => new(at, 0m, 0m);

    /// <summary>Adds what has passed since the last look, told apart by UTC day; an earlier time adds nothing.</summary>
    public NakedMeter Look(DateTimeOffset at, decimal notional, out ImmutableArray<NakedShare> added)
    {
        added = [];
        if (at < SeenAt) return this with { Notional = notional };
        if (Notional == 0m || at == SeenAt) return this with { SeenAt = at, Notional = notional };
        var shares = ImmutableArray.CreateBuilder<NakedShare>(1);
        for (var from = SeenAt; from < at;)
        {
            var day = DateOnly.FromDateTime(from.UtcDateTime);
            var midnight = new DateTimeOffset(day.AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
            var to = midnight < at ? midnight : at;
            shares.Add(new NakedShare(day, Notional * (to - from).Ticks / TimeSpan.TicksPerSecond));
            from = to;
        }

        added = shares.ToImmutable();
        return new NakedMeter(at, notional, UsdtSeconds + added.Sum(share => share.UsdtSeconds));
    }
}

/// <summary>NAKED_BUDGET_USDT_SECONDS: what a UTC day may use of naked exposure before HOLD <see cref="HoldCode"/> (R51).</summary>
public static class NakedBudget
{
    public const string HoldCode = "naked_budget";

    public static bool IsSpent(decimal usedUsdtSeconds, decimal budget) => usedUsdtSeconds >= budget;
}
