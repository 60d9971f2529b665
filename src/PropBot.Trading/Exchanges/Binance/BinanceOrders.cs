using System.Text.Json;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Places, cancels and asks after orders. One call of <see cref="Submit"/> sends at most one request: nothing here retries an order.</summary>
internal sealed class BinanceOrders(BinanceRest rest, BinanceReads reads, BinanceSigner signer, BinanceOrderNames names, BinanceVenueTime time, PairUniverse universe)
{
    private const string OrderPath = "/fapi/v1/order";
    private readonly Uri orderAddress = rest.AddressOf(OrderPath);

    public ValueTask<OrderReply> Submit(OrderRequest order, CancellationToken stop)
    {
        if (BinanceMapping.Objection(order) is { } objection) return Refuse(objection);
        var left = order.ValidUntil - time.Now;
        if (left < TimeSpan.FromMilliseconds(1)) return Refuse(new VenueRefusal(RefusalKind.ExpiredBeforeArrival, "expired", $"valid until {order.ValidUntil:O} has passed"));
        if (stop.IsCancellationRequested) return Refuse(BinanceMapping.Local("stopping", "the connector is asked to stop"));
        if (rest.Weight.BannedUntil is not null || !rest.Orders.TryTake(1, order.ReduceOnly))
            return Refuse(new VenueRefusal(RefusalKind.RateLimited, "local", "a ban or our own order budget forbids sending now"));
        var ready = signer.Current();
        var body = BinanceOrderForm.Write(order, time.Corrected.ToUnixTimeMilliseconds(), time.WindowMs(left), ready.Secret);
        return Settle(order, body, ready.Credential.Key, left + time.Patience, stop);
    }

    public async ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        var reply = await reads.Ask(new RestCall(HttpMethod.Delete, OrderPath, Naming(instrument, id), Access.Signed, 1, Essential: true), stop);
        if (!reply.IsSuccess) return NotDone(reply);
        return VenueOrderId(reply.Body) is { } number ? new OrderReply.Accepted(number) : new OrderReply.Unknown("the answer to the cancel was not understood");
    }

    public async Task<OrderAnswer> Read(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        var reply = await reads.Ask(BinanceReads.Signed(OrderPath, Naming(instrument, id), 1, essential: true), stop);
        if (reply.Code == BinanceErrors.NoSuchOrder) return new OrderAnswer.NotFound();
        if (!reply.IsSuccess) return new OrderAnswer.Unreadable(reply.Clue);
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var order = BinanceMapping.Order(document.RootElement);
            names.Remember(order.VenueOrderId, order.Id);
            return new OrderAnswer.Found(order);
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return new OrderAnswer.Unreadable($"answer not understood: {garbage.Message}");
        }
    }

    public async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> Open(CancellationToken stop)
    {
        var answer = await reads.Ask<IReadOnlyList<OrderUpdate>>(
            BinanceReads.Signed("/fapi/v1/openOrders", "", 40, essential: true), rows => rows.Rows().Select(BinanceMapping.Order).ToArray(), stop);
        if (answer is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var orders })
        {
            foreach (var order in orders) names.Remember(order.VenueOrderId, order.Id);
        }

        return answer;
    }

    /// <summary>
    /// Ordinary and conditional orders of every symbol of the universe and of every symbol that has an open one. Goes on when the list
    /// cannot be read. Got: how many were open, and every symbol's cancel was taken; the end of each order comes by stream or query.
    /// </summary>
    public async Task<VenueAnswer<int>> CancelAll(CancellationToken stop)
    {
        var open = await Open(stop) is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var orders } ? orders : [];
        var failed = new List<string>();
        foreach (var symbol in universe.Symbols.Concat(open.Select(order => order.Symbol)).Distinct(StringComparer.Ordinal))
        {
            if (await CancelOf("/fapi/v1/allOpenOrders", symbol, stop) is { } ordinary) failed.Add(ordinary);
            if (await CancelOf("/fapi/v1/algoOpenOrders", symbol, stop) is { } conditional) failed.Add(conditional);
        }

        return failed.Count == 0 ? new VenueAnswer<int>.Got(open.Count) : new VenueAnswer<int>.Unreadable(string.Join("; ", failed));
    }

    private async Task<string?> CancelOf(string path, string symbol, CancellationToken stop)
    {
        var reply = await reads.Ask(new RestCall(HttpMethod.Delete, path, $"symbol={Uri.EscapeDataString(symbol)}", Access.Signed, 1, Essential: true), stop);
        // A venue without the path for conditional orders (404) cannot hold any.
        return reply.IsSuccess || (reply.Status == 404 && path.EndsWith("algoOpenOrders", StringComparison.Ordinal)) ? null : $"{symbol} {path}: {reply.Clue}";
    }

    private async ValueTask<OrderReply> Settle(OrderRequest order, byte[] body, string key, TimeSpan patience, CancellationToken stop)
    {
        var reply = await rest.Send(HttpMethod.Post, orderAddress, body, key, patience, stop);
        if (reply.IsSuccess)
        {
            if (VenueOrderId(reply.Body) is not { } number) return new OrderReply.Unknown("the venue took the order with an answer that was not understood");
            names.Remember(number, order.Id.Value);
            return new OrderReply.Accepted(number);
        }

        if (reply.Code == BinanceErrors.DuplicateClientId) return await AlreadyThere(order, stop);
        // Not asked again: a late order is a definite no, and the next one should be on time.
        if (reply.Code is BinanceErrors.OutsideRecvWindow or BinanceErrors.OutsideRecvWindowAtEngine) time.ResyncSoon();
        return NotDone(reply);
    }

    /// <summary>-4116: an order of this name is open already, so an earlier sending of ours arrived.</summary>
    private async Task<OrderReply> AlreadyThere(OrderRequest order, CancellationToken stop) => await Read(order.Instrument, order.Id, stop) switch
    {
        OrderAnswer.Found found => new OrderReply.Accepted(found.Order.VenueOrderId),
        _ => new OrderReply.Unknown("the venue knows this client id and does not show its order"),
    };

    private static OrderReply NotDone(RestReply reply)
    {
        if (reply.Status != 0) return BinanceErrors.Meaning(reply.Status, reply.Code, reply.Text);
        return reply.Left ? new OrderReply.Unknown(reply.Text) : new OrderReply.Refused(new VenueRefusal(RefusalKind.LocalCheck, "not_sent", reply.Text));
    }

    private static ValueTask<OrderReply> Refuse(VenueRefusal why) => ValueTask.FromResult<OrderReply>(new OrderReply.Refused(why));

    private static string Naming(Instrument instrument, ClientOrderId id) => $"symbol={Uri.EscapeDataString(instrument.VenueSymbol)}&origClientOrderId={id.Value}";

    private static string? VenueOrderId(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("orderId"u8)) continue;
                reader.Read();
                return System.Text.Encoding.ASCII.GetString(reader.ValueSpan) is { Length: > 0 } number ? number : null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return null;
    }
}
