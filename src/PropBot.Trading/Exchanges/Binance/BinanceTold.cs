using PropBot.Trading.Exchanges.BinanceOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// What the listener has been told, so that a fill or funding payment seen by stream and by REST, or by two connections during a renewal, is
/// told once, and an older order, position or wallet never follows a newer one.
/// </summary>
internal sealed class BinanceTold(IVenueListener listener, BinanceOrderMemory memory)
{
    private const int Kept = 20_000;

    private readonly Lock gate = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();
    private readonly Dictionary<string, PositionFact> positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BalanceFact> balances = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> walletAt = new(StringComparer.Ordinal);
    private DateTimeOffset? aliveAt;

    /// <summary>Venue time up to which everything is told: the stream is in order, so its last event vouches for all before it.</summary>
    public DateTimeOffset? AliveAt
    {
        get
        {
            lock (gate) return aliveAt;
        }
    }

    public void Alive(DateTimeOffset at)
    {
        lock (gate) aliveAt = aliveAt is { } known && known > at ? known : at;
    }

    public void Order(OrderUpdate order, bool fromStream)
    {
        if (memory.IsNews(order, fromStream)) listener.OnOrder(order);
    }

    /// <summary>What was last told of a symbol's position, and as of when by the venue's time; null when nothing was.</summary>
    public (decimal SignedQuantity, DateTimeOffset At)? PositionOf(string symbol)
    {
        lock (gate) return positions.TryGetValue(symbol, out var known) ? (known.SignedQuantity, known.At) : null;
    }

    public void Fill(Fill fill)
    {
        if (First($"f:{fill.Symbol}:{fill.TradeId}:{fill.Side}")) listener.OnFill(fill);
    }

    /// <summary>True when it is new.</summary>
    public bool Funding(FundingPayment payment)
    {
        if (!First($"p:{payment.Id}")) return false;
        listener.OnFunding(payment);
        return true;
    }

    public void Position(PositionFact position, bool fromStream)
    {
        lock (gate)
        {
            // A flat told by REST has no time of its own and must not silence held events, since REST may lag the stream.
            if (fromStream && positions.TryGetValue(position.Symbol, out var known) && known.At > position.At) return;
            positions[position.Symbol] = position.SignedQuantity == 0m && !fromStream ? position with { At = DateTimeOffset.MinValue } : position;
        }

        listener.OnPosition(position);
    }

    public void Balance(BalanceFact balance)
    {
        lock (gate) balances[balance.Currency] = balance;
        listener.OnBalance(balance);
    }

    /// <summary>
    /// The stream names only the wallet. Equity follows with the last unrealised of each position; what is available stays as last read
    /// until the next reading by REST, which the stream asks for after each change.
    /// </summary>
    public void Wallet(string currency, decimal wallet, DateTimeOffset at)
    {
        BalanceFact balance;
        lock (gate)
        {
            if (walletAt.TryGetValue(currency, out var last) && last > at) return;
            walletAt[currency] = at;
            var known = balances.GetValueOrDefault(currency);
            var unrealised = positions.Values.Where(position => position.Unrealised?.Currency == currency).Sum(position => position.Unrealised!.Value.Amount);
            balance = new BalanceFact(Venue.Binance, currency, wallet, wallet + unrealised, known?.Available ?? 0m, known?.MarginRatio, at);
            balances[currency] = balance;
        }

        listener.OnBalance(balance);
    }

    private bool First(string key)
    {
        lock (gate)
        {
            if (!seen.Add(key)) return false;
            oldest.Enqueue(key);
            if (oldest.Count > Kept) seen.Remove(oldest.Dequeue());
            return true;
        }
    }
}
