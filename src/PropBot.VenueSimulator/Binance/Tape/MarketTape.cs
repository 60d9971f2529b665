using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Tape;

/// <summary>What the market has done since this venue opened: its trades and the paths of last, mark and index price. Listens to the engine; keeps no more
/// than a day or two.</summary>
public sealed class MarketTape
{
    private const int KeptTrades = 5000;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);
    private readonly VenueCore core;
    private readonly Dictionary<string, Track> tracks;

    public MarketTape(VenueCore core)
    {
        this.core = core;
        tracks = core.Instruments.ToDictionary(i => i.Symbol, _ => new Track(), StringComparer.Ordinal);
        lock (core.Gate)
        {
            foreach (var symbol in tracks.Keys)
            {
                Sample(symbol, core.Now);
                foreach (var trade in core.RecentTrades(symbol)) tracks[symbol].Trades.Enqueue(Seen(trade));
            }
        }

        core.Happened += Happened;
    }

    /// <summary>Raised with each trade, inside the engine's lock. A subscriber only queues.</summary>
    public event Action<PublicTrade>? Traded;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<PublicTrade> Trades(string symbol) => Read(symbol, t => t.Trades.ToList());

    public PublicTrade? LastTrade(string symbol) => Read(symbol, t => t.Trades.LastOrDefault());

    /// <summary>The last trade's price; the mark while nobody has traded.</summary>
    public decimal Last(string symbol) => Read(symbol, t => t.Last.Last);

    public IReadOnlyList<Bar> Bars(string symbol, PriceKind kind, BarInterval interval) =>
        Read(symbol, t => t.Of(kind).Of(interval, core.Now).ToList());

    public Bar Day(string symbol) => Read(symbol, t => t.Last.Over(TimeSpan.FromDays(1), core.Now)!);

    private T Read<T>(string symbol, Func<Track, T> from)
    {
        lock (core.Gate)
        {
            Sample(symbol, core.Now);
            return from(tracks[symbol]);
        }
    }

    private void Happened(VenueEvent happened)
    {
        if (happened is VenueEvent.BookChanged book) Sample(book.Diff.Symbol, core.Now);
        else if (happened is VenueEvent.Traded traded) Take(Seen(traded.Trade));
        else if (happened is VenueEvent.OrderChanged { Fill: { } fill }) Take(Seen(fill));
    }

    private static PublicTrade Seen(SimTrade trade) => new(trade.Id, trade.Symbol, trade.Price, trade.Quantity, trade.TakerSide == SimSide.Sell, trade.Time);

    private static PublicTrade Seen(SimFill fill) =>
        new(fill.TradeId, fill.Symbol, fill.Price, fill.Quantity, (fill.Side == SimSide.Buy) == fill.Maker, fill.Time);

    private void Take(PublicTrade trade)
    {
        var track = tracks[trade.Symbol];
        track.Trades.Enqueue(trade);
        if (track.Trades.Count > KeptTrades) track.Trades.Dequeue();
        track.Last.Take(trade);
        Traded?.Invoke(trade);
    }

    private void Sample(string symbol, DateTimeOffset now)
    {
        var track = tracks[symbol];
        if (now - track.SampledAt < SampleEvery) return;
        track.SampledAt = now;
        var reference = core.Reference(symbol);
        if (track.Last.IsEmpty) track.Last.Take(now, reference.Mark);
        track.Mark.Take(now, reference.Mark);
        track.Index.Take(now, reference.Index);
        track.Premium.Take(now, reference.Index == 0m ? 0m : Math.Round((reference.Mark - reference.Index) / reference.Index, 8));
    }

    private sealed class Track
    {
        public Queue<PublicTrade> Trades { get; } = new();
        public MinuteBars Last { get; } = new();
        public MinuteBars Mark { get; } = new();
        public MinuteBars Index { get; } = new();
        public MinuteBars Premium { get; } = new();
        public DateTimeOffset SampledAt { get; set; }

        public MinuteBars Of(PriceKind kind) => kind switch
        {
            PriceKind.Mark => Mark,
            PriceKind.Index => Index,
            PriceKind.Premium => Premium,
            _ => Last,
        };
    }
}

public enum PriceKind
{
    Last,
    Mark,
    Index,
    Premium,
}
