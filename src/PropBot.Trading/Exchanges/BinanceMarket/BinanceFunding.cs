using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>
/// Marks with the funding interval that no stream carries (wire protocols 1.11). Intervals change at any time: they are read again and again, and at once
/// when a symbol's next settlement moves, which is when a change begins to hold.
/// </summary>
internal sealed class BinanceFunding(BinanceOptions options, PairUniverse universe, BinanceReads reads, TimeProvider clock, IVenueListener listener)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private readonly long[] interval = new long[universe.Count];
    private readonly long[] next = new long[universe.Count];
    private volatile bool doubted;

    public MarkUpdate MarkOf(int pair, decimal? mark, decimal? rate, long nextFundingMs)
    {
        if (nextFundingMs > 0 && nextFundingMs != Volatile.Read(ref next[pair]))
        {
            Volatile.Write(ref next[pair], nextFundingMs);
            doubted = true;
        }

        var ticks = Volatile.Read(ref interval[pair]);
        return new MarkUpdate(
            Venue.Binance, pair, mark is { } price ? new Price(price) : null, rate,
            nextFundingMs > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(nextFundingMs) : null, ticks > 0 ? TimeSpan.FromTicks(ticks) : null, clock.GetUtcNow());
    }

    /// <summary>The first round tells the marks too.</summary>
    public async Task Run(CancellationToken stop)
    {
        try
        {
            var (told, readAt) = (false, DateTimeOffset.MinValue);
            while (!stop.IsCancellationRequested)
            {
                if (!told || doubted || clock.GetUtcNow() - readAt >= options.FundingInfoEvery)
                {
                    doubted = false;
                    if (await ReadIntervals(stop)) readAt = clock.GetUtcNow();
                    else doubted = true;
                    if (!told) told = !doubted && await ReadPremiums(stop);
                }

                // The looks are rare enough for the 500 in 5 minutes that this list allows.
                await Task.Delay(RetryAfter, clock, stop);
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    /// <summary>A symbol that fundingInfo does not list settles every 8 hours.</summary>
    private async Task<bool> ReadIntervals(CancellationToken stop)
    {
        var answer = await reads.Ask(
            BinanceReads.Open("/fapi/v1/fundingInfo", "", 1),
            rows => rows.Rows().ToDictionary(row => row.NeededText("symbol"), row => row.Long("fundingIntervalHours"), StringComparer.Ordinal), stop);
        if (answer is not VenueAnswer<Dictionary<string, long>>.Got { Value: var hours }) return false;
        for (var pair = 0; pair < universe.Count; pair++)
            Volatile.Write(ref interval[pair], TimeSpan.FromHours(hours.GetValueOrDefault(universe[pair], 8)).Ticks);
        return true;
    }

    private async Task<bool> ReadPremiums(CancellationToken stop)
    {
        var all = true;
        for (var pair = 0; pair < universe.Count; pair++)
        {
            var call = BinanceReads.Open("/fapi/v1/premiumIndex", $"symbol={Uri.EscapeDataString(universe[pair])}", 1);
            var answer = await reads.Ask(call, row => (row.OptionalDecimal("markPrice"), row.OptionalDecimal("lastFundingRate"), row.OptionalLong("nextFundingTime")), stop);
            if (answer is VenueAnswer<(decimal?, decimal?, long?)>.Got { Value: var (mark, rate, at) }) listener.OnMark(MarkOf(pair, mark, rate, at ?? 0));
            else all = false;
        }

        return all;
    }
}
