using System.Text.Json;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>What happened: our trades, funding payments and transfers since a time, complete, oldest first (wire protocols 1.5.2).</summary>
internal sealed class BinanceHistory(BinanceReads reads, BinanceOrderMemory names, TimeProvider clock)
{
    private const int Page = 1000;

    /// <summary>Unknown order numbers are asked for one by one, so that a fill of an order whose answer was lost still finds its name; beyond this they stay without.</summary>
    private const int MaxNamesAsked = 100;

    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);

    public async Task<VenueAnswer<IReadOnlyList<Fill>>> Fills(string symbol, DateTimeOffset since, CancellationToken stop)
    {
        var rows = new Dictionary<long, JsonElement>();
        // A margin past our now, and past the start: the venue's clock may be ahead of ours.
        var now = clock.GetUtcNow();
        var end = (since > now ? since : now) + TimeSpan.FromMinutes(5);
        for (var from = since; from < end; from += LongestSpan)
        {
            var until = from + LongestSpan < end ? from + LongestSpan : end;
            if (await Span(symbol, from, until, rows, stop) is { } dark) return new VenueAnswer<IReadOnlyList<Fill>>.Unreadable(dark);
        }

        return await Named(symbol, rows.OrderBy(row => row.Key).Select(row => row.Value).ToArray(), stop);
    }

    public Task<VenueAnswer<IReadOnlyList<FundingPayment>>> Funding(DateTimeOffset since, CancellationToken stop) =>
        Income("FUNDING_FEE", since, BinanceMapping.Funding, payment => payment.Id, payment => payment.At, stop);

    public Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> Transfers(DateTimeOffset since, CancellationToken stop) =>
        Income("TRANSFER", since, BinanceMapping.Transfer, transfer => transfer.Id, transfer => transfer.At, stop);

    private async Task<VenueAnswer<IReadOnlyList<T>>> Income<T>(
        string type, DateTimeOffset since, Func<JsonElement, T> read, Func<T, string> idOf, Func<T, DateTimeOffset> timeOf, CancellationToken stop)
    {
        var found = new Dictionary<string, T>(StringComparer.Ordinal);
        var from = since.ToUnixTimeMilliseconds();
        while (true)
        {
            var answer = await reads.Ask(
                BinanceReads.Signed("/fapi/v1/income", $"incomeType={type}&startTime={from}&limit={Page}", 30, essential: true),
                rows => rows.Rows().Select(read).ToArray(), stop);
            if (answer is not VenueAnswer<T[]>.Got { Value: var page }) return new VenueAnswer<IReadOnlyList<T>>.Unreadable(((VenueAnswer<T[]>.Unreadable)answer).Clue);
            foreach (var row in page) found.TryAdd(idOf(row), row);
            if (page.Length < Page) return new VenueAnswer<IReadOnlyList<T>>.Got(found.Values.OrderBy(timeOf).ThenBy(idOf, StringComparer.Ordinal).ToArray());
            // The last millisecond again, since a page may end inside it; one further when a whole page lies in a single one.
            var last = page.Max(timeOf).ToUnixTimeMilliseconds();
            from = last > from ? last : from + 1;
        }
    }

    /// <summary>Null when complete; the clue when not.</summary>
    private async Task<string?> Span(string symbol, DateTimeOffset from, DateTimeOffset until, Dictionary<long, JsonElement> rows, CancellationToken stop)
    {
        var window = $"startTime={from.ToUnixTimeMilliseconds()}&endTime={until.ToUnixTimeMilliseconds()}";
        while (true)
        {
            var answer = await reads.Ask(
                BinanceReads.Signed("/fapi/v1/userTrades", $"symbol={Uri.EscapeDataString(symbol)}&{window}&limit={Page}", 5, essential: true),
                list => list.Rows().Select(row => row.Clone()).ToArray(), stop);
            if (answer is not VenueAnswer<JsonElement[]>.Got { Value: var page }) return ((VenueAnswer<JsonElement[]>.Unreadable)answer).Clue;
            foreach (var row in page) rows[row.Long("id")] = row;
            if (page.Length < Page) return null;
            // fromId may not be given together with times; it leads on to the newest trade.
            window = $"fromId={page.Max(row => row.Long("id")) + 1}";
        }
    }

    private async Task<VenueAnswer<IReadOnlyList<Fill>>> Named(string symbol, JsonElement[] rows, CancellationToken stop)
    {
        try
        {
            var unknown = rows.Select(row => row.NeededText("orderId")).Distinct(StringComparer.Ordinal).Where(id => names.Find(id) is null).TakeLast(MaxNamesAsked);
            foreach (var id in unknown) await AskName(symbol, id, stop);
            return new VenueAnswer<IReadOnlyList<Fill>>.Got(rows.Select(row => BinanceMapping.Trade(row, names.Find(row.NeededText("orderId")) ?? "")).ToArray());
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return new VenueAnswer<IReadOnlyList<Fill>>.Unreadable($"userTrades: answer not understood: {garbage.Message}");
        }
    }

    private async Task AskName(string symbol, string venueOrderId, CancellationToken stop)
    {
        var answer = await reads.Ask(
            BinanceReads.Signed("/fapi/v1/order", $"symbol={Uri.EscapeDataString(symbol)}&orderId={venueOrderId}", 1, essential: true), BinanceMapping.Order, stop);
        if (answer is VenueAnswer<OrderUpdate>.Got { Value: var order }) names.Remember(order.VenueOrderId, order.Id);
    }
}
