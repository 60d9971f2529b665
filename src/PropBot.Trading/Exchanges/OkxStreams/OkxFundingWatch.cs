using Microsoft.Extensions.Logging;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>A push says that funding was settled; how much, only the bill tells (type 8), and it may be written a moment later. It is asked for until it is there.</summary>
internal sealed partial class OkxFundingWatch(OkxAccess access, OkxAccountMessages messages, Lock gate, ILogger logger) : IAsyncDisposable
{
    private const int Attempts = 8;
    private static readonly TimeSpan Back = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource stopping = new();
    private int reading;

    /// <summary>Settlements of several pairs at one time make one reading.</summary>
    public void Soon()
    {
        if (Interlocked.Exchange(ref reading, 1) == 0) _ = Read();
    }

    private async Task Read()
    {
        try
        {
            for (var attempt = 0; attempt < Attempts; attempt++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 << attempt), access.Clock, stopping.Token);
                if (await access.Queries.ReadFunding(access.VenueNow - Back, stopping.Token) is not VenueAnswer<IReadOnlyList<FundingPayment>>.Got(var payments)) continue;
                var isNew = false;
                lock (gate)
                {
                    foreach (var payment in payments) isNew |= messages.Tell(payment);
                }

                if (isNew) return;
            }

            LogNoBill();
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed; the next catch-up reads the bills.
        }
        finally
        {
            Interlocked.Exchange(ref reading, 0);
        }
    }

    [LoggerMessage(2212, LogLevel.Warning, "OKX pushed a funding settlement but its bill did not appear; the next comparison with REST will look again")]
    private partial void LogNoBill();

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        stopping.Dispose();
    }
}
