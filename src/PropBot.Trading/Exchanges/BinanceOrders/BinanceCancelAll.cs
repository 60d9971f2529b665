using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>
/// Cancels everything on the account (R3): ordinary and conditional orders of every symbol of the universe and of every symbol that has one, then looks
/// whether they are gone, again and again, at last order by order; an acknowledged cancel-all only says that the venue has begun.
/// </summary>
internal sealed class BinanceCancelAll(BinanceReads reads, BinanceOrderReads orders, PairUniverse universe, TimeProvider clock)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.Zero, .. new[] { 200, 400, 800 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    /// <summary>Got: how many were open at first, and none is now. Unreadable: what failed or is left.</summary>
    public async Task<VenueAnswer<int>> Run(CancellationToken stop)
    {
        // Goes on when the list cannot be read: the universe is cancelled all the same.
        var left = await orders.Open(stop) is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var first } ? first : [];
        var atFirst = left.Count;
        var trouble = await Everywhere(left, stop);
        foreach (var wait in Waits)
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, stop);
            if (await orders.Open(stop) is not VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var still })
            {
                trouble = "the open orders cannot be read, so nothing is proven";
                continue;
            }

            if (still.Count == 0) return new VenueAnswer<int>.Got(atFirst);
            trouble = $"{still.Count} still open: {string.Join(", ", still.Take(5).Select(order => $"{order.Symbol} {order.VenueOrderId}"))}; {await OneByOne(still, stop)}";
        }

        return new VenueAnswer<int>.Unreadable(trouble);
    }

    private async Task<string> Everywhere(IReadOnlyList<OrderUpdate> open, CancellationToken stop)
    {
        var failed = new List<string>();
        foreach (var symbol in universe.Symbols.Concat(open.Select(order => order.Symbol)).Distinct(StringComparer.Ordinal))
        {
            if (await Delete("/fapi/v1/allOpenOrders", $"symbol={Uri.EscapeDataString(symbol)}", stop) is { } ordinary) failed.Add($"{symbol} {ordinary}");
            if (await Delete("/fapi/v1/algoOpenOrders", $"symbol={Uri.EscapeDataString(symbol)}", stop) is { } conditional) failed.Add($"{symbol} {conditional}");
        }

        return string.Join("; ", failed);
    }

    private async Task<string> OneByOne(IReadOnlyList<OrderUpdate> open, CancellationToken stop)
    {
        var failed = new List<string>();
        foreach (var order in open)
        {
            var conditional = order.VenueOrderId.StartsWith(BinanceOrderReads.AlgoPrefix, StringComparison.Ordinal);
            var parameters = conditional
                ? $"algoId={order.VenueOrderId[BinanceOrderReads.AlgoPrefix.Length..]}"
                : $"symbol={Uri.EscapeDataString(order.Symbol)}&orderId={order.VenueOrderId}";
            if (await Delete(conditional ? "/fapi/v1/algoOrder" : BinanceOrderReads.OrderPath, parameters, stop) is { } no) failed.Add(no);
        }

        return string.Join("; ", failed);
    }

    /// <summary>Null when it is taken, or there is nothing of the kind; the clue when not.</summary>
    private async Task<string?> Delete(string path, string parameters, CancellationToken stop)
    {
        var reply = await reads.Ask(new RestCall(HttpMethod.Delete, path, parameters, Access.Signed, 1, Essential: true), stop);
        var isAlgo = path.Contains("/algo", StringComparison.Ordinal);
        return reply.IsSuccess || reply.Code == BinanceErrors.CancelRejected || (isAlgo && reply.Status == 404) ? null : $"{path}: {reply.Clue}";
    }
}
