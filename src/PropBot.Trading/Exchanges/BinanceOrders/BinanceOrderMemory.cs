namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>
/// What is known of the last 20,000 orders by venue number: which client id it belongs to (the trades list names only the number; empty for
/// an order that is not ours), how far it was told, and whether the stream spoke of it. So an order is never told backwards or twice: REST may
/// lag the stream, and during a renewal two connections tell the same.
/// </summary>
internal sealed class BinanceOrderMemory
{
    private const int Kept = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Known> orders = new(StringComparer.Ordinal);
    private readonly Queue<string> oldest = new();

    public void Remember(string venueOrderId, string clientId)
    {
        lock (gate) Of(venueOrderId, clientId);
    }

    public string? Find(string venueOrderId)
    {
        lock (gate) return orders.GetValueOrDefault(venueOrderId)?.ClientId;
    }

    /// <summary>Notes it and says whether it is news: further than what was told of this order before.</summary>
    public bool IsNews(OrderUpdate update, bool fromStream)
    {
        lock (gate)
        {
            var known = Of(update.VenueOrderId, update.Id);
            known.ByStream |= fromStream;
            if (known.Told is { } told && !Follows(told, update)) return false;
            known.Told = update;
            return true;
        }
    }

    public bool WasHeardByStream(string venueOrderId)
    {
        lock (gate) return orders.GetValueOrDefault(venueOrderId)?.ByStream == true;
    }

    /// <summary>Orders last told as resting: when a list of open orders no longer has them, they ended unheard.</summary>
    public IReadOnlyList<OrderUpdate> Resting()
    {
        lock (gate) return orders.Values.Select(known => known.Told).OfType<OrderUpdate>().Where(order => IsLive(order.Status)).ToArray();
    }

    private static bool Follows(OrderUpdate told, OrderUpdate update)
    {
        if (!IsLive(told.Status) && IsLive(update.Status)) return false;
        if (update.Filled.Value != told.Filled.Value) return update.Filled.Value > told.Filled.Value;
        return IsLive(told.Status) && (update.Status > told.Status || (update.Status == told.Status && update.At > told.At && IsAmended(told, update)));
    }

    private static bool IsAmended(OrderUpdate told, OrderUpdate update) => told.Quantity != update.Quantity || told.Limit != update.Limit;

    private static bool IsLive(VenueOrderStatus status) => status is VenueOrderStatus.Live or VenueOrderStatus.PartiallyFilled;

    private Known Of(string venueOrderId, string clientId)
    {
        if (orders.TryGetValue(venueOrderId, out var known))
        {
            if (known.ClientId.Length == 0) known.ClientId = clientId;
            return known;
        }

        oldest.Enqueue(venueOrderId);
        if (oldest.Count > Kept) orders.Remove(oldest.Dequeue());
        return orders[venueOrderId] = new Known { ClientId = clientId };
    }

    private sealed class Known
    {
        public required string ClientId { get; set; }
        public OrderUpdate? Told { get; set; }
        public bool ByStream { get; set; }
    }
}
