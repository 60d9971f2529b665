using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Binance;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>Fetches book snapshots: one request a pair at a time, repeated with back-off until it succeeds.</summary>
internal sealed class BinanceBooks(BinanceFeedTools tools, IVenueListener listener, CancellationToken stop)
{
    private readonly int[] asked = new int[tools.Universe.Count];

    public void Request(int pair)
    {
        if (Interlocked.Exchange(ref asked[pair], 1) == 0) _ = Fetch(pair);
    }

    private async Task Fetch(int pair)
    {
        var symbol = tools.Universe[pair];
        var backoff = new Backoff(tools.Options.FirstBackoff, tools.Options.MaxBackoff, pair);
        var call = BinanceReads.Open("/fapi/v1/depth", $"symbol={Uri.EscapeDataString(symbol)}&limit=1000", 20);
        try
        {
            while (!stop.IsCancellationRequested)
            {
                var reply = await tools.Rest.Send(call, stop);
                if (reply.IsSuccess && Snapshot(reply.Body, pair) is { } book)
                {
                    // Open for the next wish before it is told: the receiver may find at once that it needs another one.
                    Volatile.Write(ref asked[pair], 0);
                    listener.OnDepth(book);
                    return;
                }

                tools.Logger.LogWarning("Binance book of {Symbol} not read: {Clue}", symbol, reply.Clue);
                await Task.Delay(backoff.Next(), tools.Clock, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    private DepthUpdate? Snapshot(byte[] body, int pair)
    {
        try
        {
            var book = BinanceWire.ReadSnapshot(body, pair);
            book.ReceivedAt = tools.Clock.GetUtcNow();
            return book;
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return null;
        }
    }
}
