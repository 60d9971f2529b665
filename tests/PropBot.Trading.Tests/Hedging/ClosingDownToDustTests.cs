using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Hedging;

/// <summary>
/// P5: over any pair of filters (lot, minimum, largest order, contract size) a closing goes down to less than one lot of each leg; none of
/// our own checks stops an order of it, however small.
/// </summary>
public class ClosingDownToDustTests
{
    private static readonly decimal[] Lots = [0.001m, 0.01m, 0.1m, 1m, 10m, 0.0001m, 5m, 0.03m];
    private static readonly decimal[] MinimumsInLots = [1m, 2m, 10m, 500m];
    private static readonly decimal[] LargestInLots = [1m, 3m, 50m, 1_000_000m];
    private static readonly decimal[] Multipliers = [0.01m, 0.1m, 1m, 10m, 1000m, 0.0001m];

    [Fact]
    public void a_closing_ends_with_less_than_a_lot_on_each_leg_and_no_check_of_ours_says_no() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(
            Gen.Zip(Filters(Venue.Binance), Filters(Venue.Okx)).ToArbitrary(),
            Gen.Zip(Gen.Choose(1, 400), Gen.Choose(1, 400)).ToArbitrary(),
            Gen.ListOf(Gen.Elements(0m, 0.3m, 0.5m, 1m)).ToArbitrary(),
            (filters, lots, fills) => ClosesDown(filters.Item1, filters.Item2, lots.Item1, lots.Item2, [.. fills.Take(20), 1m])));

    private static bool ClosesDown((Instrument Instrument, OkxContract? Contract) one, (Instrument Instrument, OkxContract? Contract) two, int longLots, int shortLots, decimal[] fills)
    {
        var (a, b) = (one.Instrument, two.Instrument);

        // A quantity may carry less than a lot of what the lot has become since (case 11).
        var open = new Dictionary<Venue, decimal> { [a.Venue] = (longLots * a.Lot.Value) + (a.Lot.Value / 2m), [b.Venue] = shortLots * b.Lot.Value };
        for (var turn = 0; turn < 60_000; turn++)
        {
            var facts = new ClosingFacts(
                new PairOfLegs(Leg(a, Side.Buy, open[a.Venue]), Leg(b, Side.Sell, open[b.Venue]), new Price(100m)), true, true, true, true, true, false);
            foreach (var move in ClosingMoves.Next(facts))
            {
                if (move is HedgeMove.Become become) return become.Event == HedgeEvent.BothFlat && open[a.Venue] < a.Lot.Value && open[b.Venue] < b.Lot.Value;
                var reduce = (HedgeMove.Reduce)move;
                var (instrument, contract) = reduce.Venue == a.Venue ? one : two;
                var piece = ReducingPath.Piece(instrument, reduce.Quantity);
                if (piece.IsZero || piece.Value % instrument.Lot.Value != 0m || Objection(instrument, contract, piece) is not null) return false;
                open[reduce.Venue] -= new Quantity(piece.Value * fills[turn % fills.Length]).FloorTo(instrument.Lot).Value;
            }
        }

        return false;
    }

    private static VenueRefusal? Objection(Instrument instrument, OkxContract? contract, Quantity piece)
    {
        var order = new OrderRequest(new ClientOrderId("h1b1"), instrument, Side.Buy, piece, new Price(100m), true, DateTimeOffset.UnixEpoch);
        return contract is null ? BinanceMapping.Objection(order) : OkxOrderForm.Objection(order, contract);
    }

    private static LegFacts Leg(Instrument instrument, Side side, decimal open) => new(
        instrument.Venue, side, new Quantity(open), Quantity.Zero, false, false, 1, instrument.Lot, instrument.MinQuantity);

    private static Gen<(Instrument, OkxContract?)> Filters(Venue venue) =>
        from lot in Gen.Elements(Lots)
        from minimum in Gen.Elements(MinimumsInLots)
        from largest in Gen.Elements(LargestInLots)
        from multiplier in Gen.Elements(Multipliers)
        from status in Gen.Elements(InstrumentStatus.Trading, InstrumentStatus.CloseOnly)
        select venue == Venue.Okx ? OfOkx(new OkxContract("X-USDT-SWAP", "X-USDT", "XUSDT", "1", multiplier, 0.1m, lot, lot * minimum, lot * largest, status)) : OfBinance(lot, minimum, largest, status);

    private static (Instrument, OkxContract?) OfOkx(OkxContract contract) => (contract.ToInstrument(), contract);

    private static (Instrument, OkxContract?) OfBinance(decimal lot, decimal minimum, decimal largest, InstrumentStatus status) => (
        new Instrument(Venue.Binance, "XUSDT", "XUSDT", new Price(0.1m), new Quantity(lot), new Quantity(lot * minimum), new Quantity(lot * largest), Money.OfUsdt(100m), status), null);
}
