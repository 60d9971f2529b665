using System.Text.Json;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Asks the venue for its time (R34). A sample that fails tells nothing: the receiver notices by the absence of readings.</summary>
internal sealed class BinanceClock(BinanceRest rest, ClockOffset offset, TimeProvider clock)
{
    private static readonly RestCall Time = new(HttpMethod.Get, "/fapi/v1/time", "", Access.Open, 1, Essential: true);

    private readonly Lock gate = new();
    private Task<ClockReading?>? resyncing;

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

    /// <summary>The venue refused a timestamp: the samples are wrong, measure anew. Whoever asks meanwhile shares the measurement. Null: not measured.</summary>
    public Task<ClockReading?> Resync(CancellationToken stop)
    {
        lock (gate)
        {
            if (resyncing is { IsCompleted: false } running) return running;
            offset.Clear();
            return resyncing = Sample(stop);
        }
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
internal sealed class BinanceVenueTime(BinanceOptions options, ClockOffset offset, BinanceClock venueClock, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateTimeOffset Corrected => offset.Corrected(clock.GetUtcNow());

    public TimeSpan Patience => options.OrderPatience;

    /// <summary>What is left of an order's validity in whole ms, never more than the option (R31).</summary>
    public long WindowMs(TimeSpan left) => (long)Math.Min(left.TotalMilliseconds, options.RecvWindow.TotalMilliseconds);

    /// <summary>True when the venue's clock was measured anew.</summary>
    public async Task<bool> Resync(CancellationToken stop) => await venueClock.Resync(stop) is not null;
}
