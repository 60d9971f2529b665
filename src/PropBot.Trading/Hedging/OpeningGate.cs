using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Hedging;

/// <summary>A refusal of the gate: machine word and the numbers, as a sentence.</summary>
public sealed record GateRefusal(string Code, string Text);

/// <summary>Everything the gate looks at, filled by the desk. What is null cannot be evaluated, and that refuses.</summary>
public sealed record GateFacts
{
    public required DeskState State { get; init; }
    public required string? RedPreflight { get; init; }
    public required bool PreflightDone { get; init; }
    public required bool Fresh { get; init; }

    /// <summary>Names the venue and state of an instrument of the pair that is not trading; null when both trade.</summary>
    public string? Closed { get; init; }
    public required IReadOnlyList<Block> Blocks { get; init; }
    public required decimal NotionalUsdt { get; init; }
    public required decimal Leverage { get; init; }
    public required int OpenHedges { get; init; }
    public required decimal OpenNotionalUsdt { get; init; }

    /// <summary>The buy venue of hedges already open on this symbol; null when none.</summary>
    public required Venue? OpenDirectionBuy { get; init; }
    public required Venue Buy { get; init; }
    public required decimal? AvailableBuy { get; init; }
    public required decimal? AvailableSell { get; init; }
    public required bool LedgerWritable { get; init; }

    /// <summary>Looked at only where MAX_DAILY_LOSS_USDT is set (R33).</summary>
    public DailyLossReading? DailyLoss { get; init; }
    public required bool OrdersFit { get; init; }
    public required string OrdersExceeded { get; init; }
}

/// <summary>The only way to an opening order (P3). Order: state, preflight, feeds, blocks, limits, balances, rate. Fails closed. Pure.</summary>
public static class OpeningGate
{
    public static GateRefusal? Check(GateFacts f, LimitOptions limits) =>
        State(f) ?? Readiness(f) ?? DailyLoss(f, limits) ?? Limits(f, limits) ?? Direction(f) ?? Balances(f) ?? Rate(f);

    /// <summary>Stamps an opening order whose hedge passed <see cref="Check"/> and whose mode still opens.</summary>
    internal static ApprovedOrder Stamp(Order order) => ApprovedOrder.ByGate(order);

    private static GateRefusal? State(GateFacts f) => f.State switch
    {
        DeskState.Run => null,
        DeskState.Hold => new("hold_active", "HOLD is active: nothing is opened"),
        DeskState.StandbySafe or DeskState.RunSafe => new("safe_mode", "SAFE_MODE is on: nothing is opened"),
        _ => new("not_running", "the desk is in STANDBY: resume it first"),
    };

    private static GateRefusal? Readiness(GateFacts f)
    {
        if (!f.PreflightDone) return new("preflight_not_passed", "the preflight has not finished");
        if (f.RedPreflight is { } red) return new($"preflight:{red}", $"preflight check {red} is red");
        if (f.Closed is { } closed) return new("instrument_closed", closed);
        if (!f.Fresh) return new("book_stale", "a book of this pair is stale or incomplete");
        if (f.Blocks.Count > 0) return new(f.Blocks[0].Code, f.Blocks[0].Text);
        return f.LedgerWritable ? null : new("ledger_unavailable", "the ledger takes no writes: nothing is opened without a durable intent");
    }

    private static GateRefusal? DailyLoss(GateFacts f, LimitOptions l)
    {
        if (l.MaxDailyLossUsdt is not { } limit) return null;
        if (f.DailyLoss is not DailyLossReading.Known known)
            return new("daily_loss_unknown", $"MAX_DAILY_LOSS_USDT cannot be evaluated: {(f.DailyLoss as DailyLossReading.CannotEvaluate)?.Why ?? "not evaluated yet"}");
        return known.Reaches(limit) ? new("daily_loss", $"the day's loss of {Plain(known.Lost.Amount)} USDT has reached MAX_DAILY_LOSS_USDT {Plain(limit)}") : null;
    }

    private static GateRefusal? Limits(GateFacts f, LimitOptions l)
    {
        if (f.NotionalUsdt <= 0m) return new("invalid_notional", $"notional {Plain(f.NotionalUsdt)} USDT must be above 0");
        if (f.NotionalUsdt > l.MaxNotionalPerPositionUsdt)
            return new("per_position_limit_exceeded", $"notional {Plain(f.NotionalUsdt)} USDT is above MAX_NOTIONAL_PER_POSITION_USDT {Plain(l.MaxNotionalPerPositionUsdt)}");
        if (f.OpenHedges >= l.MaxOpenPositions)
            return new("too_many_open_positions", $"{f.OpenHedges} hedges are open and MAX_OPEN_POSITIONS is {l.MaxOpenPositions}");
        if (f.OpenNotionalUsdt + f.NotionalUsdt > l.MaxTotalNotionalUsdt)
            return new("total_notional_limit_exceeded", $"open {Plain(f.OpenNotionalUsdt)} + {Plain(f.NotionalUsdt)} USDT is above MAX_TOTAL_NOTIONAL_USDT {Plain(l.MaxTotalNotionalUsdt)}");
        return f.Leverage <= 0m || f.Leverage > l.MaxLeverage
            ? new("leverage_limit_exceeded", $"leverage {Plain(f.Leverage)} must be above 0 and at most MAX_LEVERAGE {Plain(l.MaxLeverage)}")
            : null;
    }

    private static GateRefusal? Direction(GateFacts f) => f.OpenDirectionBuy is { } open && open != f.Buy
        ? new("opposite_direction_open", $"a hedge of this symbol is open the other way (long {open.Word()}): an opposite opportunity may only close it")
        : null;

    private static GateRefusal? Balances(GateFacts f)
    {
        var needed = f.NotionalUsdt / f.Leverage * 1.05m;
        if (f.AvailableBuy is not { } buy || f.AvailableSell is not { } sell) return new("balance_unknown", "a venue's available balance is not known");
        return buy < needed || sell < needed
            ? new("insufficient_balance", $"{Plain(needed)} USDT margin is needed on each venue; available {Plain(buy)} and {Plain(sell)}")
            : null;
    }

    private static GateRefusal? Rate(GateFacts f) => f.OrdersFit ? null : new(f.OrdersExceeded, $"the runaway guard allows no more orders this minute ({f.OrdersExceeded})");

    private static string Plain(decimal value) => Decimals.Plain(value);
}
