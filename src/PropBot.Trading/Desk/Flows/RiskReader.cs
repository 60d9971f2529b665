using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Flows;

/// <summary>The desk's memory as the gate's facts; what is not known stays null, and the gate refuses it.</summary>
internal sealed class RiskReader(DeskMemory m, DeskEffects effects)
{
    public required Func<IReadOnlyList<Block>> Blocks { get; init; }
    public required Func<string?> RedPreflight { get; init; }

    public RiskFacts Read(int pair, Venue buy, decimal notional, decimal leverage)
    {
        var open = m.OpenByPair[pair];
        return new RiskFacts
        {
            State = m.State,
            PreflightDone = m.PreflightAt is not null,
            RedPreflight = RedPreflight(),
            LedgerWritable = m.LedgerWritable,
            Blocks = Blocks(),
            Symbol = m.Books[pair].Symbol,
            Buy = On(buy, pair),
            Sell = On(buy.Other(), pair),
            NotionalUsdt = notional,
            Leverage = leverage,
            OpenHedges = m.Hedges.Count,
            OpenNotionalUsdt = m.Hedges.Values.Sum(NotionalOf),
            OpenNotionalOfSymbolUsdt = open.Sum(NotionalOf),
            OpenDirectionBuy = open.Count > 0 ? open[0].Long.Venue : null,
            NetDeltaUsdt = NetDelta(pair),
            DailyLossUsdt = m.Truth.DailyLoss is DailyLossReading.Known known ? known.Lost.Amount : null,
            VarDayUsdt = m.Measures.Readings.Var is VarReading.Known known24 ? known24.Day.Amount : null,
            UnrealisedLossUsdt = m.Limits.MaxUnrealisedLossUsdt is null ? null : UnrealisedLoss(),
            OrdersThisMinute = m.Runaway.Orders(m.Now),
            QuarantinedUntil = m.Churn.QuarantinedUntil(pair, m.Now),
            Now = m.Now,
            Edge = Edge(m.Books[pair].Symbol),
            Watch = Watch(),
        };
    }

    /// <summary>Also for people's eyes, when nothing is to be opened.</summary>
    public EdgeFacts Edge(string symbol) => new()
    {
        Desync = m.Truth.State.IsDesync,
        HoldReason = m.State.HoldActive() ? m.ShownReason?.Code ?? HoldReason.RestartCode : null,
        Liquidity = m.Watch.Liquidity,
        Partials = m.Hedges.Values.Count(h => h.State == HedgeState.Partial && !h.Simulated),
        Execution = m.Watch.Attempts.Of(symbol, m.Now),
        Unrealised = m.Watch.Unrealised,
        ExposureUsdt = m.Hedges.Values.Where(h => !h.Simulated).Sum(NotionalOf),
    };

    private WatchFacts Watch() => new()
    {
        Liquidity = m.Watch.Liquidity,
        VenuesDown = [.. Venues.All.Where(v => m.Watch.Health[(int)v].Level == HealthLevel.Down).Select(v => $"{v.Word()} is DOWN: {m.Watch.Health[(int)v].Why}")],
        Maintenance = [.. m.Watch.Maintenance],
        Host = m.Watch.Host,
    };

    private VenueRiskFacts On(Venue venue, int pair)
    {
        var status = m.Status(venue);
        var instrument = m.Terms[pair]?.Instrument(venue);
        var balance = status.Balances.GetValueOrDefault(Money.Usdt);
        return new VenueRiskFacts
        {
            Venue = venue,
            BookAge = m.Books[pair][venue].Age(m.Now),
            ClockAge = m.Now - status.Clock?.At,
            ClockExcess = status.Clock is { } clock ? clock.Offset.Duration() - clock.Uncertainty : null,
            PrivateUp = status.PrivateUp,
            Status = instrument?.Status,
            DeadManTrouble = Trouble(status),
            Available = balance?.Available,
            MarginRatio = MarginRatio(status, balance),
            Notional = m.Hedges.Values.Sum(h => NotionalOn(h, venue)),
            OpenOrders = m.Hedges.Values.Sum(h => h.Leg(venue).Orders.Count(o => !o.State.IsTerminal())),
            OrderRoom = instrument is null ? null : effects.Exchange(venue).OrderRoom(instrument),
        };
    }

    private static string Trouble(VenueStatus status) => status.DeadMen.Values.FirstOrDefault(s => s.TroubleSince is not null)?.Reading.Trouble ?? "";

    // A venue names no ratio for an account that holds nothing: nothing is bound then.
    internal static decimal? MarginRatio(VenueStatus status, BalanceFact? balance)
    {
        if (balance is null) return null;
        return balance.MarginRatio ?? (status.Positions.Values.All(p => p.SignedQuantity == 0m) ? 0m : null);
    }

    private decimal NotionalOn(Hedge hedge, Venue venue)
    {
        var mark = hedge.Pair >= 0 ? m.Books[hedge.Pair][venue].Mark : null;
        return hedge.Leg(venue).Open.Value * (mark?.Value ?? hedge.Mid);
    }

    // What a hedge was meant to hold counts from the first moment, and what it holds if that is more.
    private static decimal NotionalOf(Hedge hedge) => Math.Max(hedge.Long.EnteredValue, hedge.Planned.Value * hedge.Mid);

    private decimal? NetDelta(int pair)
    {
        var net = m.OpenByPair[pair].Where(h => !h.Simulated).Sum(h => h.Long.Open.Value - h.Short.Open.Value);
        if (net == 0m) return 0m;
        return m.Books[pair].TryMid(out var mid) ? Math.Abs(net) * mid : null;
    }

    private decimal? UnrealisedLoss()
    {
        var marks = Belief.Marks(m, EquityFlow.MarkFresh);
        var open = m.Hedges.Values.Select(h => ProfitAndLoss.Of(h.ToRecord(), marks)).ToList();
        return open.Exists(h => h.MarkStale) ? null : -open.Sum(h => h.Unrealised.Amount);
    }
}
