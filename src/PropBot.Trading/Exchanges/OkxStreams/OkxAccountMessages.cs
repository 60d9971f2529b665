using System.Text.Json;
using PropBot.Trading.Exchanges.Okx;

namespace PropBot.Trading.Exchanges.OkxStreams;

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
    private readonly RecentMap<PositionFact> positions = new(1024);
    private readonly RecentMap<DateTimeOffset> balances = new(256);

    /// <summary>Called when a complete snapshot lacks a position that was told to be there.</summary>
    public Action SnapshotLacks { get; set; } = static () => { };

    /// <summary>True when the push reports a funding settlement, whose amount only the bills tell.</summary>
    /// <param name="pages">Of the connection that pushed it.</param>
    public bool Take(JsonElement push, OkxSnapshotPages pages)
    {
        switch (push.TryGetProperty("arg", out var argument) ? argument.Text("channel") : "")
        {
            case "orders":
                foreach (var item in push.Items("data")) TakeOrder(item);
                return false;
            case "positions":
                TakePositions(push, pages);
                return false;
            case "account":
                foreach (var detail in push.Items("data").SelectMany(item => item.Items("details")))
                    if (OkxAccounts.Balance(detail, venueNow()) is { } balance) Tell(balance);
                return false;
            case "balance_and_position":
                return push.Items("data").Any(item => item.Text("eventType") == "funding_fee");
            default:
                return false;
        }
    }

    /// <summary>Whether this fill was told.</summary>
    public bool Knows(Fill fill) => fills.Find(Key(fill), out _);

    /// <summary>The signed base quantity last told, or null while none was.</summary>
    public decimal? SizeOf(string symbol) => positions.Find(symbol, out var told) ? told!.SignedQuantity : null;

    /// <summary>A snapshot counts when it is whole; a position it lacks is a question for REST, since it bears no time of its own.</summary>
    private void TakePositions(JsonElement push, OkxSnapshotPages pages)
    {
        if (push.Text("eventType") != "snapshot")
        {
            foreach (var item in push.Items("data")) TakePosition(item);
            return;
        }

        if (pages.Take(push) is not { } rows) return;
        foreach (var item in rows) TakePosition(item);
        var listed = rows.Select(item => item.Text("instId")).ToHashSet(StringComparer.Ordinal);
        if (contracts.InUniverse.Any(c => !listed.Contains(c.InstId) && SizeOf(c.Symbol) is { } told && told != 0m)) SnapshotLacks();
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
        if (fills.Put(Key(fill), true)) listener.OnFill(fill);
    }

    private static string Key(Fill fill) => $"{fill.Symbol} {fill.TradeId} {fill.Side}";

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
        if (!isRead && positions.Find(position.Symbol, out var told) && position.At < told!.At) return;
        positions.Set(position.Symbol, position);
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
