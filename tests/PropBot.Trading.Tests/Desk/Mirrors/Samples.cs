using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Tests.Desk.Mirrors;

/// <summary>A hedge and a desk as the contract's examples show them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static HedgeRecord Hedge(string id = "h1") => new()
    {
        Id = id,
        Symbol = "BTCUSDT",
        State = HedgeState.Hedged,
        Simulated = false,
        OpenedAt = Noon,
        Planned = new Quantity(0.02m),
        Long = Leg(Venue.Binance, Side.Buy, 0.020m, 50000.00m),
        Short = Leg(Venue.Okx, Side.Sell, 0.02m, 50050m),
        Edge = new EdgeParts(new Bps(24.97m), new Bps(1.5m), new Bps(19m), new Bps(2m), new Bps(1m)),
        Leverage = 2m,
        Initiator = "auto_hedge",
        Realised = Money.OfUsdt(0m),
    };

    public static LegRecord Leg(Venue venue, Side side, decimal entered, decimal? price, decimal exited = 0m, decimal? exit = null) => new(
        venue, side, new Quantity(entered), price is { } paid ? new Price(paid) : null, new Quantity(exited), exit is { } got ? new Price(got) : null,
        Money.OfUsdt(0.5m), Money.OfUsdt(0m), new Price(50000m));

    public static DeskSnapshot Desk(params HedgeRecord[] hedges) => new()
    {
        At = Noon,
        StartedAt = Noon,
        Version = 1,
        Profile = "paper",
        BootId = "b00t",
        State = DeskState.Hold,
        HoldEpoch = 3,
        HoldReasons = [new HoldReason("restart_safe_mode", "bootstrap", Noon)],
        ShownHoldReason = new HoldReason("restart_safe_mode", "bootstrap", Noon),
        DryRun = false,
        Control = new ControlView(1000m, 1.0m, 5m, 5, AutoLoop: false, LoopPair: null, ["binance", "okx"], TwoManRule: true),
        Blocks = [],
        Preflight = [],
        Venues = [],
        Pairs = [],
        Hedges = [.. hedges],
        Runaway = new RunawayView(7, 300, 2, 600),
        AutoHedge = new AutoHedgeView(Enabled: false, null, null, 0, null, Noon),
        RealisedPnl = Money.OfUsdt(0m),
        RealisedPnlToday = Money.OfUsdt(0m),
        NakedNotional = Money.OfUsdt(0m),
        LedgerWritable = true,
    };
}
