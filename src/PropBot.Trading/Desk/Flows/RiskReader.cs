using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
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
        var all = OpenTotals.Of(m);
        return new RiskFacts
        {
            State = m.State,
            PreflightDone = m.PreflightAt is not null,
            RedPreflight = RedPreflight(),
            LedgerWritable = m.LedgerWritable,
            Blocks = Blocks(),
            Symbol = m.Books[pair].Symbol,
            Buy = On(buy, pair, in all),
            Sell = On(buy.Other(), pair, in all),
            NotionalUsdt = notional,
            Leverage = leverage,
            OpenHedges = m.Hedges.Count,
            OpenNotionalUsdt = all.Notional,
            OpenNotionalOfSymbolUsdt = OpenTotals.NotionalOf(open),
            OpenDirectionBuy = open.Count > 0 ? open[0].Long.Venue : null,
            NetDeltaUsdt = NetDelta(pair),
            DailyLossUsdt = m.Truth.DailyLoss is DailyLossReading.Known known ? known.Lost.Amount : null,
            VarDayUsdt = m.Measures.Readings.Var is VarReading.Known known24 ? known24.Day.Amount : null,
            UnrealisedLossUsdt = m.Limits.MaxUnrealisedLossUsdt is null ? null : UnrealisedLoss(),
            OrdersThisMinute = m.Runaway.Orders(m.Now),
            QuarantinedUntil = m.Churn.QuarantinedUntil(pair, m.Now),
            Now = m.Now,
            Edge = Edge(m.Books[pair].Symbol, in all),
            Watch = Watch(),
        };
    }

    /// <summary>Also for people's eyes, when nothing is to be opened.</summary>
    public EdgeFacts Edge(string symbol) => Edge(symbol, OpenTotals.Of(m));

    private EdgeFacts Edge(string symbol, in OpenTotals all) => new()
    {
        Desync = m.Truth.State.IsDesync,
        HoldReason = m.State.HoldActive() ? m.ShownReason?.Code ?? HoldReason.RestartCode : null,
        Liquidity = m.Watch.Liquidity,
        Partials = all.Partials,
        Execution = m.Watch.Attempts.Of(symbol, m.Now),
        Unrealised = m.Watch.Unrealised,
        ExposureUsdt = all.RealNotional,
    };

    private WatchFacts Watch() => new()
    {
        Liquidity = m.Watch.Liquidity,
        VenuesDown = Down(),
        Maintenance = ImmutableArray.Create(m.Watch.Maintenance),
        Host = m.Watch.Host,
    };

    private ImmutableArray<string> Down()
    {
        ImmutableArray<string> down = [];
        foreach (var venue in Venues.All)
            if (m.Watch.Health[(int)venue].Level == HealthLevel.Down) down = down.Add($"{venue.Word()} is DOWN: {m.Watch.Health[(int)venue].Why}");
        return down;
    }

    private VenueRiskFacts On(Venue venue, int pair, in OpenTotals all)
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
            PrivateUp = status.PrivateUp && m.IsCompared(status),
            Status = instrument?.Status,
            DeadManTrouble = status.DeadManInTrouble?.Reading.Trouble ?? "",
            Available = balance?.Available,
            MarginRatio = MarginRatio(status, balance),
            Notional = all.NotionalOn(venue),
            OpenOrders = all.OrdersOn(venue),
            OrderRoom = instrument is null ? null : effects.Exchange(venue).OrderRoom(instrument),
        };
    }

    // A venue names no ratio for an account that holds nothing: nothing is bound then.
    internal static decimal? MarginRatio(VenueStatus status, BalanceFact? balance)
    {
        if (balance is null) return null;
        return balance.MarginRatio ?? (status.Positions.Values.All(p => p.SignedQuantity == 0m) ? 0m : null);
    }

    private decimal? NetDelta(int pair)
    {
        var net = 0m;
        foreach (var hedge in m.OpenByPair[pair])
            if (!hedge.Simulated) net += hedge.Long.Open.Value - hedge.Short.Open.Value;
        if (net == 0m) return 0m;
        return m.Books[pair].TryMid(out var mid) ? Math.Abs(net) * mid : null;
    }

    private decimal? UnrealisedLoss()
    {
        if (m.Hedges.Count == 0) return 0m;
        var marks = Belief.Marks(m, EquityFlow.MarkFresh);
        var open = m.Hedges.Values.Select(h => ProfitAndLoss.Of(h.ToRecord(), marks)).ToList();
        return open.Exists(h => h.MarkStale) ? null : -open.Sum(h => h.Unrealised.Amount);
    }
}
