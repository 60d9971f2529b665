using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Opportunities;

/// <summary>
/// What closing has cost over the last 4 h, per direction: once a second the executable closing basis
/// (buy back on the venue sold, sell on the venue bought) at the order notional, in bps of the mid of both venues (R23).
/// </summary>
/// <param name="maxQuoteAge">How old a book may be to be sampled; null = the default of MAX_QUOTE_AGE_MS.</param>
public sealed class BasisHistory(TimeSpan? maxQuoteAge = null)
{
    /// <summary>One a second over four hours.</summary>
    public const int Capacity = 4 * 60 * 60;

    public const int Needed = 600;
    private const decimal CloseQuantile = 0.6m;
    private readonly TimeSpan maxAge = maxQuoteAge ?? new MarketDataOptions().MaxQuoteAge;
    private readonly Direction buyBinance = new();
    private readonly Direction buyOkx = new();
    private long lastSecond = long.MinValue;

    /// <summary>Takes a sample of each direction whose books hold the notional; does nothing twice in one second or from books that are not fresh.</summary>
    public void Sample(PairBooks books, decimal notional, DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        if (second == lastSecond) return;
        if (!books[Venue.Binance].IsFresh(now, maxAge) || !books[Venue.Okx].IsFresh(now, maxAge) || !books.TryMid(out var mid)) return;
        lastSecond = second;
        var quantity = new Quantity(notional / mid);
        Sample(buyBinance, books[Venue.Binance], books[Venue.Okx], quantity, mid, second);
        Sample(buyOkx, books[Venue.Okx], books[Venue.Binance], quantity, mid, second);
    }

    public int Count(Venue buy) => Of(buy).Window.Count;

    /// <summary>The 0.6-quantile of the closing basis once 600 samples exist, else the prior; null = no answer.</summary>
    public Bps? Close(Venue buy, Bps? prior)
    {
        var direction = Of(buy);
        return direction.Window.Count >= Needed ? direction.Close : prior;
    }

    /// <summary>Grows whenever <see cref="Close"/> may answer differently.</summary>
    internal int Version(Venue buy) => Of(buy).Version;

    private static void Sample(Direction direction, VenueBook bought, VenueBook sold, Quantity quantity, decimal mid, long second)
    {
        if (!sold.TryFill(Side.Buy, quantity, out var back) || !bought.TryFill(Side.Sell, quantity, out var away)) return;
        direction.Add((back.Average.Value - away.Average.Value) / mid * 10_000m, second);
    }

    private Direction Of(Venue buy) => buy == Venue.Binance ? buyBinance : buyOkx;

    /// <summary>A window of values and, in the same order, the second each was taken: gaps must not let it reach further back than four hours.</summary>
    private sealed class Direction
    {
        private readonly Queue<long> seconds = new();

        public QuantileWindow Window { get; } = new(Capacity);

        public Bps Close { get; private set; }

        public int Version { get; private set; }

        public void Add(decimal basis, long second)
        {
            while (seconds.Count > 0 && (seconds.Count == Capacity || second - seconds.Peek() >= Capacity))
            {
                seconds.Dequeue();
                Window.RemoveOldest();
            }

            seconds.Enqueue(second);
            Window.Add(basis);
            Close = new Bps(Window.Quantile(CloseQuantile));
            Version++;
        }
    }
}
