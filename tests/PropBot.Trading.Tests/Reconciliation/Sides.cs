using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Tests.Reconciliation;

/// <summary>A ledger and two venues that agree on one hedge of 0.5 BTC, to be bent by each test.</summary>
internal static class Sides
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Since = Noon.AddHours(-1);

    public static LedgerBelief Books => new()
    {
        OwnIds = "p0tag",
        Legs = [Leg(Venue.Binance, Side.Buy, 0.5m), Leg(Venue.Okx, Side.Sell, 0.5m)],
        Fills = [Booked(Venue.Binance, "b1", Side.Buy), Booked(Venue.Okx, "o1", Side.Sell)],
        Cash = [new CashBelief(Venue.Binance, Money.Usdt, 70_000m), new CashBelief(Venue.Okx, Money.Usdt, 130_000m)],
    };

    public static VenueWord Binance => Word(Venue.Binance, 0.5m, 100_000m) with { Fills = [new FillsTold("BTCUSDT", Since, [Trade(Venue.Binance, "b1", Side.Buy)])] };

    public static VenueWord Okx => Word(Venue.Okx, -0.5m, 100_000m) with { Fills = [new FillsTold("BTCUSDT", Since, [Trade(Venue.Okx, "o1", Side.Sell)])] };

    public static VenueWord Word(Venue venue, decimal btc, decimal wallet) => new(venue, Noon)
    {
        Positions = btc == 0m ? [] : [Position(venue, "BTCUSDT", btc)],
        OpenOrders = [],
        Balances = [new BalanceFact(venue, Money.Usdt, wallet, wallet, wallet, null, Noon)],
    };

    public static PositionFact Position(Venue venue, string symbol, decimal signed) =>
        new(venue, symbol, signed, new Price(60_000m), null, null, null, null, Noon);

    public static LegBelief Leg(Venue venue, Side side, decimal open, string symbol = "BTCUSDT") => new("p0tag000001", venue, symbol, side, open, false, open);

    public static OrderBelief Order(Venue venue, string id, OrderState state, bool outstanding = false) =>
        new(id, "v" + id, venue, "BTCUSDT", Side.Buy, 0.5m, state, outstanding);

    public static OrderUpdate Resting(Venue venue, string id, string venueId = "77") => new(
        venue, "BTCUSDT", id, venueId, Side.Buy, new Quantity(0.2m), new Price(59_000m), false, VenueOrderStatus.Live, Quantity.Zero, null, "", Noon);

    public static FillBelief Booked(Venue venue, string trade, Side side) =>
        new(new FillKey(venue, "BTCUSDT", trade, side), "p0tag000001b01", 0.5m, Noon.AddMinutes(-10));

    public static Fill Trade(Venue venue, string trade, Side side, string order = "p0tag000001b01", decimal quantity = 0.5m) => new(
        venue, "BTCUSDT", trade, order, "v1", side, new Quantity(quantity), new Price(60_000m), Money.OfUsdt(1m), false, null, Noon.AddMinutes(-10));

    public static ReconcileFacts Facts(LedgerBelief? ledger = null, VenueWord? binance = null, VenueWord? okx = null) => new(
        ledger ?? Books, [binance ?? Binance, okx ?? Okx],
        new Dictionary<string, Price> { ["BTCUSDT"] = new(60_000m), ["ETHUSDT"] = new(3_000m) }.ToImmutableDictionary(), new ReconciliationOptions());

    public static ReconciliationReport Report(LedgerBelief? ledger = null, VenueWord? binance = null, VenueWord? okx = null) =>
        Reconciler.Reconcile(Facts(ledger, binance, okx));
}
