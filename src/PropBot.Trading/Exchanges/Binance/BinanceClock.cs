using System.Text.Json;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Asks the venue for its time (R34). A sample that fails tells nothing: the receiver notices by the absence of readings.</summary>
internal sealed class BinanceClock(BinanceRest rest, ClockOffset offset, TimeProvider clock)
{
    private static readonly RestCall Time = new(HttpMethod.Get, "/fapi/v1/time", "", Access.Open, 1, Essential: true);

    public async Task<ClockReading?> Sample(CancellationToken stop)
    {
        var sentAt = clock.GetUtcNow();
        var started = clock.GetTimestamp();
        var reply = await rest.Send(Time, stop);
        var roundTrip = clock.GetElapsedTime(started);
        if (!reply.IsSuccess) return null;
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            return offset.Add(sentAt, roundTrip, document.RootElement.Time("serverTime"));
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return null;
        }
    }

    /// <summary>The venue refused a timestamp: the samples are wrong, measure anew.</summary>
    public Task Resync(CancellationToken stop)
    {
        offset.Clear();
        return Sample(stop);
    }

    public async Task Run(TimeSpan every, Action<ClockReading> tell, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                if (await Sample(stop) is { } reading) tell(reading);
                await Task.Delay(every, clock, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }
}

/// <summary>Our time, the venue's time, and how long an order may be on its way.</summary>
internal sealed class BinanceVenueTime(BinanceOptions options, ClockOffset offset, BinanceClock venueClock, TimeProvider clock, CancellationToken stop)
{
    private int resyncing;

    public DateTimeOffset Now => clock.GetUtcNow();

    public DateTimeOffset Corrected => offset.Corrected(clock.GetUtcNow());

    public TimeSpan Patience => options.OrderPatience;

    /// <summary>What is left of an order's validity in whole ms, never more than the option (R31).</summary>
    public long WindowMs(TimeSpan left) => (long)Math.Min(left.TotalMilliseconds, options.RecvWindow.TotalMilliseconds);

    /// <summary>Measures the venue's clock anew beside whatever goes on; one at a time.</summary>
    public void ResyncSoon()
    {
        if (Interlocked.Exchange(ref resyncing, 1) == 0) _ = Resync();
    }

    private async Task Resync()
    {
        await venueClock.Resync(stop);
        Volatile.Write(ref resyncing, 0);
    }
}
