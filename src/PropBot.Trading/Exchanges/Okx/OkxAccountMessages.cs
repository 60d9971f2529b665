using System.Text.Json;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// Tells what the private channels push (§2.8.4), each fact once and none older than what was told before it: OKX may send a message
/// twice, and buffered pushes may be older than the REST answers told first. Not thread-safe; the stream's gate guards it.
/// </summary>
internal sealed class OkxAccountMessages(OkxContracts contracts, IVenueListener listener, Func<DateTimeOffset> venueNow)
{
    private readonly RecentMap<DateTimeOffset> orders = new(4096);
    private readonly RecentMap<bool> ended = new(4096);
    private readonly RecentMap<bool> fills = new(8192);
    private readonly RecentMap<bool> payments = new(1024);
    private readonly RecentMap<DateTimeOffset> positions = new(1024);
    private readonly RecentMap<DateTimeOffset> balances = new(256);

    /// <summary>True when the push reports a funding settlement, whose amount only the bills tell.</summary>
    public bool Take(JsonElement push)
    {
        var channel = push.TryGetProperty("arg", out var argument) ? argument.Text("channel") : "";
        var settled = false;
        foreach (var item in push.Items("data"))
        {
            switch (channel)
            {
                case "orders":
                    TakeOrder(item);
                    break;
                case "positions":
                    TakePosition(item);
                    break;
                case "account":
                    foreach (var detail in item.Items("details"))
                        if (OkxAccounts.Balance(detail, venueNow()) is { } balance) Tell(balance);
                    break;
                case "balance_and_position":
                    settled |= item.Text("eventType") == "funding_fee";
                    break;
            }
        }

        return settled;
    }

    private void TakeOrder(JsonElement item)
    {
        if (contracts.Of(item.Text("instId")) is not { } contract) return;
        // The fill goes first, so that a finished order never seems to lack fills that are in the same message.
        if (OkxMapping.PushedFill(item, contract) is { } fill) Tell(fill);
        if (OkxMapping.Order(item, contract) is { } order) Tell(order);
        else throw new FormatException($"an orders push for {contract.InstId} lacks its essential fields");
    }

    private void TakePosition(JsonElement item)
    {
        if (contracts.Of(item.Text("instId")) is not { } contract) return;
        Tell(OkxAccounts.Position(item, contract, venueNow()) ?? throw new FormatException($"a positions push for {contract.InstId} lacks its size"));
    }

    public void Tell(OrderUpdate order)
    {
        var id = order.VenueOrderId;
        if (ended.Find(id, out _)) return;
        if (orders.Find(id, out var toldAt) && (order.At < toldAt || !orders.Put($"{id} {order.Status} {order.Filled}", order.At))) return;
        orders.Put($"{id} {order.Status} {order.Filled}", order.At);
        orders.Set(id, order.At);
        if (order.Status is VenueOrderStatus.Filled or VenueOrderStatus.Ended) ended.Put(id, true);
        listener.OnOrder(order);
    }

    public void Tell(Fill fill)
    {
        if (fills.Put($"{fill.Symbol} {fill.TradeId} {fill.Side}", true)) listener.OnFill(fill);
    }

    /// <summary>True when it was new.</summary>
    public bool Tell(FundingPayment payment)
    {
        if (!payments.Put(payment.Id, true)) return false;
        listener.OnFunding(payment);
        return true;
    }

    /// <param name="isRead">From REST, so it counts whatever was told before: flat positions carry no time of their own.</param>
    public void Tell(PositionFact position, bool isRead = false)
    {
        if (!isRead && positions.Find(position.Symbol, out var toldAt) && position.At < toldAt) return;
        positions.Set(position.Symbol, position.At);
        listener.OnPosition(position);
    }

    public void Tell(BalanceFact balance, bool isRead = false)
    {
        if (!isRead && balances.Find(balance.Currency, out var toldAt) && balance.At < toldAt) return;
        balances.Set(balance.Currency, balance.At);
        listener.OnBalance(balance);
    }

    /// <summary>A dictionary that forgets its oldest keys beyond a size.</summary>
    private sealed class RecentMap<T>(int size)
    {
        private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);
        private readonly Queue<string> age = new();

        public bool Find(string key, out T? value) => values.TryGetValue(key, out value);

        /// <summary>False when the key is there already; it then keeps its value.</summary>
        public bool Put(string key, T value)
        {
            if (!values.TryAdd(key, value)) return false;
            age.Enqueue(key);
            if (age.Count > size) values.Remove(age.Dequeue());
            return true;
        }

        public void Set(string key, T value)
        {
            if (!Put(key, value)) values[key] = value;
        }
    }
}
