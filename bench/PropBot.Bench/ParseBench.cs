using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;
using PropBot.Trading.Opportunities;

namespace PropBot.Bench;

/// <summary>
/// Market data through parse → book → scanner on one core, over real messages, beside <see cref="Utf8JsonReader"/> walking the same bytes.
/// Every message that changes the book has both directions evaluated. Time is this process's CPU time, so that a busy machine does not
/// count against either; the best of the interleaved passes stands, the first three are warm-up.
/// </summary>
internal static class ParseBench
{
    private const string Recorded = "../shared/market-data/binance-usdm-btcusdt-20240808.gz";
    private const int WarmUp = 3;

    public static int Run(BenchArguments arguments)
    {
        var path = arguments.Files.Count > 0 ? arguments.Files[0] : Recorded;
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"no recording at {path}: give a file, or run from the project's root");
            return 1;
        }

        var recording = LoadedRecording.Of(path);
        var desk = new MarketHalf();
        var (ours, parse, floor) = (TimeSpan.MaxValue, TimeSpan.MaxValue, TimeSpan.MaxValue);
        long garbage = 0;
        for (var pass = 0; pass < WarmUp + arguments.Number("loops", 20); pass++)
        {
            var walked = CpuOf(() => Walk(recording));
            var parsed = CpuOf(() => desk.Parse(recording));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var worked = CpuOf(() => desk.Play(recording));
            garbage = GC.GetAllocatedBytesForCurrentThread() - before;
            if (pass < WarmUp) continue;
            if (walked < floor) floor = walked;
            if (parsed < parse) parse = parsed;
            if (worked < ours) ours = worked;
        }

        double count = recording.Count;
        Console.WriteLine(FormattableString.Invariant(
            $"parse_book_scan_msgs_per_s ours={count / ours.TotalSeconds:F0} floor={count / floor.TotalSeconds:F0} ratio={ours / floor:F2}"));
        Console.WriteLine(FormattableString.Invariant(
            $"parse_only_msgs_per_s ours={count / parse.TotalSeconds:F0} floor={count / floor.TotalSeconds:F0} ratio={parse / floor:F2}"));
        Console.WriteLine(FormattableString.Invariant(
            $"# {recording.Count} messages, {desk.Tops} tops, {desk.Depths} depths, {desk.Evaluated} evaluations a pass, {garbage} bytes of garbage in the last pass, book valid at the end: {desk.BookValid}"));
        return 0;
    }

    private static TimeSpan CpuOf(Action work)
    {
        var before = Environment.CpuUsage.TotalTime;
        work();
        return Environment.CpuUsage.TotalTime - before;
    }

    private static void Walk(LoadedRecording recording)
    {
        for (var line = 0; line < recording.Count; line++)
        {
            var reader = new Utf8JsonReader(recording.Json(line));
            while (reader.Read())
            {
            }
        }
    }

    /// <summary>One pair whose second venue repeats the first one's top, so that the scanner has two live books and never finds an edge.</summary>
    private sealed class MarketHalf
    {
        private static readonly FeeRates Fees = new(0.0002m, 0.0005m);
        private readonly RecordingParser parser = new(Venue.Binance, 0, "BTCUSDT");
        private readonly PairBooks books = new(0, "BTCUSDT");
        private readonly BasisHistory history = new();
        private readonly Scanner scanner = new(new OpportunityOptions(), new MarketDataOptions { MaxQuoteAge = TimeSpan.FromDays(1) });
        private readonly PairTerms terms = new(On(Venue.Binance), On(Venue.Okx), Fees, Fees);

        public long Tops { get; private set; }

        public long Depths { get; private set; }

        public long Evaluated { get; private set; }

        public bool BookValid => books[Venue.Binance].DepthValid;

        /// <summary>The first half of the work alone, to see where the time goes.</summary>
        public void Parse(LoadedRecording recording)
        {
            for (var line = 0; line < recording.Count; line++)
            {
                parser.Read(recording.Json(line), RecordingParser.Time(recording.At(line)), out _, out var depth);
                if (depth is not null) DepthUpdate.Return(depth);
            }
        }

        public void Play(LoadedRecording recording)
        {
            (Tops, Depths, Evaluated) = (0, 0, 0);
            Restart(RecordingParser.Time(recording.At(0)));
            for (var line = 0; line < recording.Count; line++)
            {
                var at = RecordingParser.Time(recording.At(line));
                switch (parser.Read(recording.Json(line), at, out var top, out var depth))
                {
                    case RecordedMessage.Top:
                        Tops++;
                        books[Venue.Binance].Apply(in top);
                        books[Venue.Okx].Apply(top with { Venue = Venue.Okx });
                        break;
                    case RecordedMessage.Depth:
                        Depths++;
                        books[Venue.Binance].Apply(depth!);
                        break;
                    default:
                        continue;
                }

                Look(Venue.Binance, at);
                Look(Venue.Okx, at);
            }
        }

        private static Instrument On(Venue venue) => new(
            venue, "BTCUSDT", "BTCUSDT", new Price(0.1m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(1_000m), Money.OfUsdt(100m),
            InstrumentStatus.Trading);

        private void Restart(DateTimeOffset at)
        {
            foreach (var venue in Venues.All)
            {
                books[venue].Reset();
                books[venue].Apply(new MarkUpdate(venue, 0, null, 0.0001m, at.AddHours(4), TimeSpan.FromHours(8), at));
            }

            var snapshot = DepthUpdate.Rent(Venue.Okx, 0, isSnapshot: true);
            snapshot.ReceivedAt = at;
            snapshot.AddBid(1m, 1m);
            snapshot.AddAsk(1_000_000m, 1m);
            books[Venue.Okx].Apply(snapshot);
        }

        private void Look(Venue buy, DateTimeOffset at)
        {
            Evaluated++;
            var refusal = scanner.Evaluate(
                books, terms, history, new Bps(2m), TimeSpan.FromHours(6), buy, 1_000m, new Bps(1m), at, out _, out _);
            if (refusal == EdgeRefusal.None) throw new InvalidOperationException("two equal books showed an edge");
        }
    }
}
