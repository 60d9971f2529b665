using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Web.Access;
using PropBot.Web.Endpoints.Views;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Actions;

/// <summary>Looking at, and opening, one hedge by hand (contract 1.10). The desk decides again at its own moment; a plan is only a bound (R36).</summary>
public sealed class ArbitrageActions(DeskLine desk, AuditTrail audit)
{
    public Answer Preview(string symbol, decimal? notional, decimal? slippageBps)
    {
        var now = desk.Snapshot;
        if (Find(now, symbol) is not { } pair) return UnknownSymbol(now, symbol);
        var size = notional ?? now.Control.OrderNotionalUsdt;
        if (size <= 0m) return Answers.Refused(400, "invalid_notional", "notional must be above 0 USDT.");
        return Answers.Ok(ArbitrageViews.Plan(ArbitragePlan.Of(now, pair, size, slippageBps ?? now.Control.MaxSlippageBps), now));
    }

    public Answer PreviewSpread(string symbol, decimal minSpread)
    {
        var now = desk.Snapshot;
        if (Find(now, symbol) is not { } pair) return UnknownSymbol(now, symbol);
        return Best(pair) is { } best
            ? Answers.Ok(ArbitrageViews.Spread(symbol, minSpread, best))
            : RefusalTable.Answer("quote_unavailable", $"No valid book of {symbol} on both venues now.", now);
    }

    /// <summary>Form B: symbol, least absolute spread, notional, leverage.</summary>
    public async Task<Answer> Execute(Actor who, string symbol, decimal minSpread, decimal notional, decimal leverage)
    {
        if (Closed(desk.Snapshot) is { } closed) return closed;
        if (Find(desk.Snapshot, symbol) is null) return UnknownSymbol(desk.Snapshot, symbol);
        var (hedge, refused) = await Open(who, new DeskCommand.Execute(who.Identity.Name, symbol, notional, minSpread, leverage));
        return refused ?? Answers.Ok(ArbitrageViews.Executed(hedge!, minSpread, desk.Snapshot));
    }

    /// <summary>Form A: a plan from the preview. Its worst prices bound what happens; anything worse is 409 <c>plan_moved</c>.</summary>
    public async Task<Answer> ExecutePlan(Actor who, string symbol, decimal notional, bool saidViable, string? reason, PlanBound? bound)
    {
        var now = desk.Snapshot;
        if (Closed(now) is { } closed) return closed;
        if (Find(now, symbol) is not { } pair) return UnknownSymbol(now, symbol);
        if (!saidViable && !now.DryRun) return Answers.Refused(422, Word(reason), "The plan is not viable; preview again.");
        if (bound is not null && Moved(pair, bound)) return PlanMoved(now);
        var (hedge, refused) = await Open(who, new DeskCommand.Execute(who.Identity.Name, symbol, notional, bound?.WorstSpread, null));
        if (bound is not null && refused?.Code == "spread_below_threshold") return PlanMoved(desk.Snapshot);
        return refused ?? Answers.Ok(ArbitrageViews.ExecutedPlan(hedge!, saidViable, desk.Snapshot));
    }

    private async Task<(HedgeRecord? Hedge, Answer? Refused)> Open(Actor who, DeskCommand.Execute command)
    {
        try
        {
            await audit.Require(who, "EXECUTE", new { status = "requested", symbol = command.Symbol, notional_usdt = command.NotionalUsdt, min_spread = command.MinSpread });
        }
        catch (LedgerUnavailableException)
        {
            return (null, RefusalTable.Answer("ledger_unavailable", "The audit cannot be written now, so nothing is opened.", desk.Snapshot));
        }
        var result = await desk.Send(command);
        if (result is CommandResult.Refused refused) return (null, RefusalTable.Answer(refused, desk.Snapshot));
        var hedge = await desk.Shown(result.Data.TryGetValue("hedge_id", out var found) ? found as string : null);
        return hedge switch
        {
            null => (null, Answers.Refused(500, "hedge_missing", "The desk reported a hedge that its snapshot does not show; look at the positions.")),
            { State: HedgeState.Abandoned } => (null, RefusalTable.Answer("order_failed", $"Nothing was filled: {hedge.Reason}.", desk.Snapshot)),
            { State: HedgeState.Partial, Reason: OpeningMoves.HoldBetweenLegs } => (null, RefusalTable.Answer(
                OpeningMoves.HoldBetweenLegs, $"A HOLD, SAFE_MODE or the runaway guard came between the legs: the hedge {hedge.Id} is partial.", desk.Snapshot)),
            { State: HedgeState.Partial } => (null, RefusalTable.Answer("short_leg_failed", $"The hedge {hedge.Id} is partial: {hedge.Reason}.", desk.Snapshot)),
            _ => (hedge, null),
        };
    }

    private static string Word(string? reason) => string.IsNullOrEmpty(reason) ? "plan_not_viable" : reason;

    private static Answer? Closed(DeskSnapshot now)
    {
        if (now.State.HoldActive()) return RefusalTable.Answer("hold_active", "HOLD is active: nothing is opened.", now);
        if (now.State.SafeMode()) return RefusalTable.Answer("safe_mode", "SAFE_MODE is on: nothing is opened.", now);
        return now.State.Opens() ? null : RefusalTable.Answer("not_running", "The desk is in STANDBY: resume it first.", now);
    }

    private static bool Moved(PairView pair, PlanBound bound)
    {
        var buy = pair.Quotes.FirstOrDefault(q => q.Venue == bound.Buy);
        var sell = pair.Quotes.FirstOrDefault(q => q.Venue == bound.Buy.Other());
        return buy is not { BookValid: true } || sell is not { BookValid: true } || buy.Ask.Value > bound.WorstBuy || sell.Bid.Value < bound.WorstSell;
    }

    private static Answer PlanMoved(DeskSnapshot now) =>
        RefusalTable.Answer("plan_moved", "The books have moved beyond the plan's prices: preview again.", now);

    private static PairView? Find(DeskSnapshot desk, string symbol) => desk.Pairs.FirstOrDefault(p => p.Symbol == symbol);

    private static Answer UnknownSymbol(DeskSnapshot desk, string symbol) => Answers.Refused(
        400, "unknown_symbol", $"{Shorten(symbol)} is not in the universe; known: {string.Join(", ", desk.Pairs.Select(p => p.Symbol))}.");

    private static string Shorten(string symbol) => symbol.Length <= 20 ? symbol : symbol[..20] + "…";

    private static (QuoteView Buy, QuoteView Sell)? Best(PairView pair) => pair.Quotes
        .SelectMany(buy => pair.Quotes.Where(sell => sell.Venue != buy.Venue).Select(sell => (Buy: buy, Sell: sell)))
        .Where(way => way.Buy.BookValid && way.Sell.BookValid)
        .OrderByDescending(way => way.Sell.Bid.Value - way.Buy.Ask.Value)
        .Select(way => ((QuoteView, QuoteView)?)way).FirstOrDefault();
}

/// <summary>The worst prices of a plan that came back from a person.</summary>
public sealed record PlanBound(Venue Buy, decimal WorstBuy, decimal WorstSell)
{
    public decimal WorstSpread => WorstSell - WorstBuy;
}
