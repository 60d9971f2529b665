using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;

namespace PropBot.Trading.Desk.Flows;

/// <summary>What people and scripts read about hedges: hedge log, execution statistics, events, and the running totals (contract section 4).</summary>
internal sealed class HedgeJournal(DeskMemory m, DeskEffects effects)
{
    private readonly Dictionary<string, decimal> counted = new(StringComparer.Ordinal);

    /// <summary>Whoever tells people what became of a hedge; the text is why nothing came of it, null otherwise.</summary>
    public required Action<Hedge, HedgeEvent, string?> Tell { get; init; }

    /// <summary>An automatic opening is over: null when both legs stand, else the machine word of what failed. Not called when the market gave no price.</summary>
    public Action<Hedge, string?> OpeningOver { get; set; } = (_, _) => { };

    public Action<Hedge> ClosingOver { get; set; } = _ => { };

    public void Record(Hedge hedge, HedgeEvent fact)
    {
        Tell(hedge, fact, fact == HedgeEvent.OpeningCameToNothing ? RefusalOf(hedge) : null);
        switch (fact)
        {
            case HedgeEvent.LegsEqual when hedge.Legs(new Price(hedge.Mid)).Long.Exited.IsZero:
                Log(hedge, "accepted", hedge.Simulated ? "simulated" : "open");
                Statistics(hedge);
                if (IsAutomatic(hedge)) Succeeded(hedge);
                break;
            case HedgeEvent.OpeningFailed:
                Log(hedge, $"partial_failure:{hedge.Reason}", "partial_failure");
                Statistics(hedge);
                Event("CRITICAL", "hedge_partial", hedge, hedge.Reason);
                if (IsAutomatic(hedge)) LegFailed(hedge);
                break;
            case HedgeEvent.OpeningCameToNothing:
                var why = RefusalOf(hedge);
                Log(hedge, $"rejected: {why ?? hedge.Reason}", "rejected");
                Statistics(hedge);
                if (IsAutomatic(hedge)) CameToNothing(hedge, why);
                break;
            case HedgeEvent.BothFlat:
                Close(hedge);
                break;
        }
    }

    /// <summary>Takes a hedge that was counted as closed out of the totals again; returns what to subtract.</summary>
    public decimal Uncount(Hedge hedge)
    {
        counted.Remove(hedge.Id, out var amount);
        return amount;
    }

    public void Event(string level, string code, Hedge hedge, string detail)
    {
        var json = JsonSerializer.Serialize(new { hedge_id = hedge.Id, symbol = hedge.Symbol, detail });
        effects.Persist(code, tx => tx.Event(level, code, json));
    }

    /// <summary>A refusal before any hedge existed, as the predecessor logs it.</summary>
    public void Rejected(string symbol, decimal notional, string reason, string initiator)
    {
        var json = JsonSerializer.Serialize(new
        {
            timestamp = m.Now,
            symbol,
            notional_usdt = notional,
            result = $"rejected: {reason}",
            status = "rejected",
            simulated = m.Control.DryRun,
            dry_run_mode = m.Control.DryRun,
            initiator,
        });
        Append("hedge_log", json);
    }

    /// <summary>The edge guard refused, in the predecessor's shape (contract section 4).</summary>
    public void EdgeBlocked(string symbol, decimal notional, RiskRefusal refusal, string initiator)
    {
        var json = JsonSerializer.Serialize(new
        {
            timestamp = m.Now,
            symbol,
            notional_usdt = notional,
            result = "edge_guard_blocked",
            status = "rejected",
            reason = refusal.Code,
            simulated = m.Control.DryRun,
            dry_run_mode = m.Control.DryRun,
            initiator,
            details = refusal.Numbers.ToDictionary(number => number.Name, number => number.Value, StringComparer.Ordinal),
        });
        Append("hedge_log", json);
    }

    private void Close(Hedge hedge)
    {
        Log(hedge, $"closed: {hedge.Reason}", "closed");
        Event("INFO", "hedge_closed", hedge, Decimals.Plain(hedge.Realised));
        ClosingOver(hedge);
        if (hedge.Simulated) return;
        counted[hedge.Id] = hedge.Realised;
        if (counted.Count > 1000) counted.Remove(counted.Keys.First());
        m.RealisedClosed += hedge.Realised;
        m.RealisedToday += hedge.Realised;
        if (hedge.ClosedAt is { } closed) m.Hold.Add(closed - hedge.OpenedAt);
    }

    private void Log(Hedge hedge, string result, string status)
    {
        var json = JsonSerializer.Serialize(new
        {
            timestamp = m.Now,
            hedge_id = hedge.Id,
            symbol = hedge.Symbol,
            long_venue = hedge.Long.Venue.Word(),
            short_venue = hedge.Short.Venue.Word(),
            notional_usdt = decimal.Round(hedge.Planned.Value * hedge.Mid, 8),
            leverage = hedge.Leverage,
            spread_bps = decimal.Round(hedge.Edge.Entry.Value, 4),
            net_edge_bps = decimal.Round(hedge.Edge.Net.Value, 4),
            base_size = Quantity.Max(hedge.Long.Entered, hedge.Short.Entered).Value,
            realised_pnl_usdt = hedge.Realised,
            result,
            status,
            simulated = hedge.Simulated,
            dry_run_mode = m.Control.DryRun,
            initiator = hedge.Initiator,
        });
        Append("hedge_log", json);
    }

    // What our own brakes kept from leaving is no attempt of a venue's: it would count against the venue, and a guard would feed itself.
    private void Statistics(Hedge hedge)
    {
        foreach (var leg in new[] { hedge.Long, hedge.Short })
        {
            var last = leg.Orders.LastOrDefault(o => o.Purpose == OrderPurpose.Open && o.State != OrderState.Voided);
            if (last is null) continue;
            var success = !leg.Entered.IsZero && leg.Entered >= hedge.Planned;
            var failure = success ? null : last.Detail.Length > 0 ? last.Detail : leg.Entered.IsZero ? "nothing_filled" : "partly_filled";
            var slippage = leg.EntryPrice is { } filled ? ExecutionStat.SlippageOf(leg.Side, leg.Planned, filled) : (Bps?)null;
            var stat = new ExecutionStat(m.Now, hedge.Symbol, leg.Venue, leg.Side, leg.Planned, leg.EntryPrice, leg.Entered, success, hedge.Simulated, slippage, failure);
            m.Measures.Attempted(stat);
            Append("execution_stat", stat.ToJson());
        }
    }

    private void Succeeded(Hedge hedge)
    {
        m.AutoResult = "ok";
        m.AutoExecutedAt = m.AutoSucceededAt = m.Now;
        m.AutoFailures.Clear();
        OpeningOver(hedge, null);
    }

    // An IOC that met no price is the market's no, not a failure of ours; a refusal or a leg that failed is one.
    private void CameToNothing(Hedge hedge, string? refusal)
    {
        m.AutoExecutedAt = m.Now;
        if (refusal is null) m.AutoResult = "rejected: nothing_filled";
        else Failed(hedge, refusal, "order_failed");
    }

    // A brake between the legs is no failure of the auto-hedge: it did what it was told (and health must not stay red for it).
    private void LegFailed(Hedge hedge)
    {
        if (hedge.Reason != OpeningMoves.HoldBetweenLegs) Failed(hedge, hedge.Reason, hedge.Reason);
        else m.AutoResult = $"rejected: {hedge.Reason}";
    }

    private void Failed(Hedge hedge, string reason, string word)
    {
        m.AutoExecutedAt = m.Now;
        m.AutoResult = $"error: {reason}";
        m.AutoFailures.Enqueue(m.Now);
        OpeningOver(hedge, word);
    }

    private static string? RefusalOf(Hedge hedge) =>
        hedge.Orders.FirstOrDefault(o => o.State is OrderState.Refused or OrderState.Voided or OrderState.Absent)?.Detail;

    // A hedge that an earlier process began says nothing about the auto-hedge of this one, whose health is asked for.
    private bool IsAutomatic(Hedge hedge) => hedge.Initiator == OpenFlow.AutoInitiator && hedge.OpenedAt >= m.StartedAt;

    private void Append(string table, string json)
    {
        var at = m.Now;
        effects.Persist(table, tx => tx.Execute($"insert into {table}(at,json) values(?1,?2)", at, json));
    }
}
