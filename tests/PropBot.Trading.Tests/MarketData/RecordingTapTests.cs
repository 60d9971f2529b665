using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

public class RecordingTapTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(Venue.Binance), InlineData(Venue.Okx)]
    public async Task what_was_recorded_replays_as_what_was_heard(Venue venue)
    {
        var folder = Directory.CreateTempSubdirectory("propbot-tap-").FullName;
        try
        {
            var heard = new VenueBook(venue, 0);
            await using (var tap = new RecordingTap(folder, new PairUniverse(["BTCUSDT"]), At, new BookEar(heard)))
            {
                tap.OnDepth(Depth(venue, isSnapshot: true, first: 10, last: 10, previous: -1, bid: 99.5m, ask: 100.5m));
                tap.OnDepth(Depth(venue, isSnapshot: false, first: 10, last: 11, previous: 10, bid: 99.6m, ask: 100.4m));
                tap.OnTop(new TopUpdate(venue, 0, new Price(99.7m), new Quantity(0.25m), new Price(100.3m), new Quantity(0.5m), 12, At, At));
            }

            var replayed = new VenueBook(venue, 0);
            using var reader = RecordingReader.Open(Directory.GetFiles(folder, $"{venue.Word()}-btcusdt-20260105T120000.gz").Single());
            var parser = new RecordingParser(venue, 0, "BTCUSDT");
            while (reader.Read(out var ns, out var json))
            {
                switch (parser.Read(json.Span, RecordingParser.Time(ns), out var top, out var depth))
                {
                    case RecordedMessage.Top: replayed.Apply(in top); break;
                    case RecordedMessage.Depth: replayed.Apply(depth!); break;
                }
            }

            Assert.Equal(3, reader.Lines);
            Assert.True(replayed.DepthValid);
            Assert.Equal((heard.Bid, heard.Ask, heard.BidQuantity, heard.TopAt, heard.DepthAt), (replayed.Bid, replayed.Ask, replayed.BidQuantity, replayed.TopAt, replayed.DepthAt));
            Assert.Equal(99.7m, replayed.Bid.Value);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static DepthUpdate Depth(Venue venue, bool isSnapshot, long first, long last, long previous, decimal bid, decimal ask)
    {
        var depth = DepthUpdate.Rent(venue, 0, isSnapshot);
        (depth.FirstId, depth.LastId, depth.PreviousId, depth.VenueTime, depth.ReceivedAt) = (first, last, previous, At, At);
        depth.AddBid(bid, 1m);
        depth.AddAsk(ask, 1m);
        return depth;
    }

    private sealed class BookEar(VenueBook book) : IVenueListener
    {
        public void OnTop(in TopUpdate update) => book.Apply(in update);

        public void OnDepth(DepthUpdate update) => book.Apply(update);

        public void OnMark(in MarkUpdate update) => book.Apply(in update);

        public void OnOrder(OrderUpdate update) => throw new InvalidOperationException("no orders here");

        public void OnFill(Fill fill) => throw new InvalidOperationException("no fills here");

        public void OnPosition(PositionFact position) => throw new InvalidOperationException("no positions here");

        public void OnBalance(BalanceFact balance) => throw new InvalidOperationException("no balances here");

        public void OnFunding(FundingPayment payment) => throw new InvalidOperationException("no funding here");

        public void OnLink(LinkChange change) => throw new InvalidOperationException("no links here");

        public void OnClock(ClockReading reading) => throw new InvalidOperationException("no clocks here");
    }
}
