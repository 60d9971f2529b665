using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// Whether the private stream really tells: it may be silent for hours rightly, and a dead one looks the same (issue list: freqtrade, hummingbot, Lean).
/// Two proofs: the stream must speak of every order the venue took, and what it told of positions must agree with REST.
/// </summary>
internal sealed class BinanceStreamProof(
    BinanceOptions options, BinanceAccount account, BinanceOrderMemory memory, BinanceTold told, PairUniverse universe, BinanceVenueTime time, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> unheard = new(StringComparer.Ordinal);
    private bool doubted;

    /// <summary>The venue took an order: the stream owes us its events. They may have come before the answer.</summary>
    public void Owes(string venueOrderId)
    {
        if (memory.WasHeardByStream(venueOrderId)) return;
        lock (gate) unheard[venueOrderId] = clock.GetUtcNow();
    }

    /// <summary>A refusal says that our picture of the account is wrong: compare soon.</summary>
    public void Doubt()
    {
        lock (gate) doubted = true;
    }

    /// <summary>True once after <see cref="Doubt"/>.</summary>
    public bool TakeDoubt()
    {
        lock (gate)
        {
            var was = doubted;
            doubted = false;
            return was;
        }
    }

    /// <summary>A new connection is opened: what was owed before may have been told to nobody and comes by the catch-up.</summary>
    public void Forgive()
    {
        lock (gate) unheard.Clear();
    }

    /// <summary>An order that the stream should have spoken of by now; null when there is none.</summary>
    public string? Overdue()
    {
        lock (gate)
        {
            foreach (var heard in unheard.Keys.Where(memory.WasHeardByStream).ToArray()) unheard.Remove(heard);
            var limit = clock.GetUtcNow() - options.EventPatience;
            return unheard.Where(order => order.Value <= limit).Select(order => order.Key).FirstOrDefault();
        }
    }

    /// <summary>What REST knows and the stream has not told, seen twice so that an event on its way is no difference; null when they agree or REST does not answer.</summary>
    public async Task<string?> Difference(CancellationToken stop)
    {
        if (await Look(stop) is not { } first) return null;
        await Task.Delay(options.EventPatience, clock, stop);
        return await Look(stop) is { } second && second == first ? first : null;
    }

    private async Task<string?> Look(CancellationToken stop)
    {
        var askedAt = time.Corrected;
        if (await account.Positions(stop) is not VenueAnswer<IReadOnlyList<PositionFact>>.Got { Value: var rows }) return null;
        foreach (var symbol in universe.Symbols)
        {
            var (quantity, at) = told.PositionOf(symbol) ?? (0m, DateTimeOffset.MinValue);
            var row = rows.FirstOrDefault(position => position.Symbol == symbol);
            if ((row?.SignedQuantity ?? 0m) == quantity) continue;
            // The stream is often ahead of REST: only what REST says after the stream's last word counts. A flat has no time of its own.
            var newer = row is { SignedQuantity: not 0m } ? row.At > at : askedAt - options.EventPatience > at;
            if (newer) return $"{symbol}: REST knows of a position of {row?.SignedQuantity ?? 0m}, the stream told {quantity}";
        }

        return null;
    }
}
