using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Instruments;
using PropBot.Trading.Risk;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Risk;

/// <summary>Facts to which no guard objects, and limits of which all are set.</summary>
internal static class RiskSamples
{
    public static readonly RiskLimits Limits = new()
    {
        Caps = new LimitOptions { MaxNotionalPerPositionUsdt = 1_500m },
        MaxPositionUsdt = 20_000m,
        MaxPositionUsdtBySymbol = ImmutableDictionary<string, decimal>.Empty.Add("ETHUSDT", 5_000m),
        MaxVenueNotionalUsdt = ImmutableDictionary<Venue, decimal>.Empty.Add(Venue.Okx, 30_000m),
        MaxOpenOrders = 5,
        MaxOpenOrdersByVenue = ImmutableDictionary<Venue, int>.Empty.Add(Venue.Okx, 3),
        MaxDailyLossUsdt = 2_500m,
        MaxUnrealisedLossUsdt = 1_000m,
        MaxVarDayUsdt = 500m,
    };

    public static readonly RiskFacts Good = new()
    {
        State = DeskState.Run,
        PreflightDone = true,
        RedPreflight = null,
        LedgerWritable = true,
        Blocks = [],
        Symbol = "BTCUSDT",
        Buy = On(Venue.Binance),
        Sell = On(Venue.Okx),
        NotionalUsdt = 1_000m,
        Leverage = 2m,
        OpenHedges = 0,
        OpenNotionalUsdt = 0m,
        OpenNotionalOfSymbolUsdt = 0m,
        OpenDirectionBuy = null,
        NetDeltaUsdt = 0m,
        DailyLossUsdt = 0m,
        UnrealisedLossUsdt = 0m,
        VarDayUsdt = 0m,
        OrdersThisMinute = 0,
        QuarantinedUntil = null,
        Now = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero),
        Edge = new EdgeFacts
        {
            Desync = false,
            HoldReason = null,
            Liquidity = Liquid,
            Partials = 0,
            Execution = new ExecutionQuality(8, 8, 5m, 0.39m),
            Unrealised = [5m, 4m, 3m, 2m, 2m],
            ExposureUsdt = 149_000m,
        },
        Watch = new WatchFacts { Liquidity = Liquid, VenuesDown = [], Maintenance = [new(Venue.Binance, null, null), new(Venue.Okx, null, null)], Host = [] },
    };

    private static LiquidityReading Liquid => new([], Measured: true, Blocked: false, "ok");

    private static VenueRiskFacts On(Venue venue) => new()
    {
        Venue = venue,
        BookAge = TimeSpan.FromMilliseconds(100),
        ClockAge = TimeSpan.FromSeconds(5),
        ClockExcess = TimeSpan.FromMilliseconds(3),
        PrivateUp = true,
        Status = InstrumentStatus.Trading,
        DeadManTrouble = "",
        Available = 10_000m,
        MarginRatio = 0.01m,
        Notional = 0m,
        OpenOrders = 0,
        OrderRoom = 100,
    };
}
