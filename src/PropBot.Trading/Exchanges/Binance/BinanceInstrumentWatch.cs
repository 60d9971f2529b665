using Microsoft.Extensions.Logging;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// Follows what the venue changes of its instruments while we run (cases 11, 12): reads exchangeInfo again and again, at once when <c>!contractInfo</c>
/// speaks of one of ours or a refusal casts doubt, and tells each instrument that differs from what was last told.
/// </summary>
internal sealed class BinanceInstrumentWatch(
    BinanceOptions options, BinanceReads reads, BinanceLimits limits, PairUniverse universe, TimeProvider clock, ILogger logger)
{
    /// <summary>A burst of refusals makes one reading.</summary>
    private static readonly TimeSpan AtMostEvery = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Instrument> known = new(StringComparer.Ordinal);
    private TaskCompletionSource doubted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Also remembers them as told.</summary>
    public async Task<VenueAnswer<IReadOnlyList<Instrument>>> Read(CancellationToken stop)
    {
        var answer = await Ask(stop);
        if (answer is VenueAnswer<IReadOnlyList<Instrument>>.Got { Value: var instruments })
        {
            lock (gate)
            {
                foreach (var instrument in instruments) known[instrument.Symbol] = instrument;
            }
        }

        return answer;
    }

    /// <summary>Whether the venue trades it now, as far as we know; true when it was never read.</summary>
    public bool Trades(string symbol)
    {
        lock (gate) return !known.TryGetValue(symbol, out var instrument) || instrument.Status == InstrumentStatus.Trading;
    }

    /// <summary>What we know may be wrong: read again soon.</summary>
    public void Doubt()
    {
        lock (gate) doubted.TrySetResult();
    }

    /// <summary>A contract's status as the stream tells it: passed on at once, the rest follows by reading.</summary>
    public void Heard(string symbol, string status, Action<Instrument> tell)
    {
        Instrument? changed = null;
        lock (gate)
        {
            if (known.TryGetValue(symbol, out var before) && before.Status != BinanceInstruments.StatusOf(status))
                known[symbol] = changed = before with { Status = BinanceInstruments.StatusOf(status) };
        }

        if (changed is not null) Tell(changed, tell);
        Doubt();
    }

    public async Task Run(Action<Instrument> tell, CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await Task.Delay(AtMostEvery, clock, stop);
                Task wish;
                lock (gate) wish = doubted.Task;
                using (var over = CancellationTokenSource.CreateLinkedTokenSource(stop))
                {
                    await Waiting.First(wish, Task.Delay(options.InstrumentsEvery - AtMostEvery, clock, over.Token));
                    over.Cancel();
                }

                stop.ThrowIfCancellationRequested();
                lock (gate) doubted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (await Ask(stop) is VenueAnswer<IReadOnlyList<Instrument>>.Got { Value: var now }) Compare(now, tell);
                else Doubt();
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    private Task<VenueAnswer<IReadOnlyList<Instrument>>> Ask(CancellationToken stop) => reads.Ask(
        BinanceReads.Open("/fapi/v1/exchangeInfo", "", 1),
        info =>
        {
            if (info.TryGetProperty("rateLimits", out var rows)) limits.Heard(rows);
            return BinanceInstruments.Read(info, universe);
        },
        stop);

    private void Compare(IReadOnlyList<Instrument> now, Action<Instrument> tell)
    {
        var changed = new List<Instrument>();
        lock (gate)
        {
            // Nobody has read them yet: there is nothing that could have changed.
            if (known.Count == 0) return;
            foreach (var instrument in now)
            {
                if (known.TryGetValue(instrument.Symbol, out var before) && before == instrument) continue;
                known[instrument.Symbol] = instrument;
                changed.Add(instrument);
            }

            // No longer listed: it takes no orders, whatever its last status said.
            foreach (var gone in known.Values.Where(old => old.Status != InstrumentStatus.Halted && now.All(instrument => instrument.Symbol != old.Symbol)).ToArray())
            {
                known[gone.Symbol] = gone with { Status = InstrumentStatus.Halted };
                changed.Add(known[gone.Symbol]);
            }
        }

        foreach (var instrument in changed) Tell(instrument, tell);
    }

    private void Tell(Instrument instrument, Action<Instrument> tell)
    {
        logger.LogWarning("Binance changed an instrument: {Instrument}", instrument);
        tell(instrument);
    }
}
