using System.Text.Json;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>What the entry of an order needs beside it: both paths to the venue, the signer, the limits, the memory.</summary>
internal sealed record BinanceOrderTools(
    BinanceRest Rest, BinanceOrderReads Orders, BinanceOrderChannel Channel, BinanceSigner Signer, BinanceLimits Limits, BinanceOrderMemory Memory, BinanceVenueTime Time);

/// <summary>
/// Places and cancels. The path, socket or REST, is chosen before anything is sent, and one intent goes one way: an order whose answer is lost is
/// unknown, never sent again. Only a definite "your timestamp is wrong" (-1021, -5028) is signed afresh, once.
/// </summary>
internal sealed class BinanceOrderEntry(BinanceOrderTools tools, ILogger logger)
{
    private readonly Uri orderAddress = tools.Rest.AddressOf(BinanceOrderReads.OrderPath);

    /// <summary>Told of every refusal's code, so that whoever keeps what it puts in doubt reads it again.</summary>
    public Action<int> Refused { get; set; } = static _ => { };

    /// <summary>Told of every order the venue took, by its venue number.</summary>
    public Action<string> Taken { get; set; } = static _ => { };

    /// <summary>Told of an order that was asked after on the way.</summary>
    public Action<OrderUpdate> Seen { get; set; } = static _ => { };

    public ValueTask<OrderReply> Submit(OrderRequest order, CancellationToken stop)
    {
        if (BinanceMapping.Objection(order) is { } objection) return No(objection);
        if (stop.IsCancellationRequested) return No(BinanceMapping.Local("stopping", "the connector is asked to stop"));
        return LocalNo(order) is { } no ? No(no) : Settle(order, stop);
    }

    public async ValueTask<OrderReply> Cancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        var reply = await SendCancel(instrument, id, stop);
        if (IsStale(reply) && await tools.Time.Resync(stop)) reply = await SendCancel(instrument, id, stop);
        if (reply.IsSuccess) return VenueOrderId(reply.Body) is { } number ? new OrderReply.Accepted(number) : new OrderReply.Unknown("the answer to the cancel was not understood");
        return reply.Code == BinanceErrors.CancelRejected ? await AlreadyGone(instrument, id, reply, stop) : NotDone(reply);
    }

    /// <summary>Passed validity, silence, budgets: what keeps an order here. Takes the order out of the budget when null.</summary>
    private VenueRefusal? LocalNo(OrderRequest order)
    {
        if (order.ValidUntil - tools.Time.Now < TimeSpan.FromMilliseconds(1))
            return new VenueRefusal(RefusalKind.ExpiredBeforeArrival, "expired", $"valid until {order.ValidUntil:O} has passed") { IsLocal = true };
        return tools.Limits.TryOrder(order.ReduceOnly) ? null : new VenueRefusal(RefusalKind.RateLimited, "local", $"not sent: {tools.Limits.WhyNot()}") { IsLocal = true };
    }

    private async ValueTask<OrderReply> Settle(OrderRequest order, CancellationToken stop)
    {
        var reply = await Send(order, stop);
        if (IsStale(reply) && await tools.Time.Resync(stop) && LocalNo(order) is null) reply = await Send(order, stop);
        if (!reply.IsSuccess) return await Explained(order, reply, stop);
        if (VenueOrderId(reply.Body) is not { } number) return new OrderReply.Unknown("the venue took the order with an answer that was not understood");
        tools.Memory.Remember(number, order.Id.Value);
        tools.Limits.OrderTaken();
        Taken(number);
        return new OrderReply.Accepted(number);
    }

    private static bool IsStale(RestReply reply) => reply.Code is BinanceErrors.OutsideRecvWindow or BinanceErrors.OutsideRecvWindowAtEngine;

    private Task<RestReply> Send(OrderRequest order, CancellationToken stop)
    {
        var left = order.ValidUntil - tools.Time.Now;
        var (timestamp, window) = (tools.Time.Corrected.ToUnixTimeMilliseconds(), Math.Max(tools.Time.WindowMs(left), 1));
        var ready = tools.Signer.Current();
        var patience = left + tools.Time.Patience;
        return tools.Channel.IsReady
            ? tools.Channel.Send(order, timestamp, window, ready, patience, stop)
            : tools.Rest.Send(HttpMethod.Post, orderAddress, BinanceOrderForm.Write(order, timestamp, window, ready.Secret), ready.Credential.Key, patience, stop);
    }

    private Task<RestReply> SendCancel(Instrument instrument, ClientOrderId id, CancellationToken stop)
    {
        if (!tools.Channel.IsReady)
            return tools.Rest.Send(
                new RestCall(HttpMethod.Delete, BinanceOrderReads.OrderPath, BinanceOrderReads.Naming(instrument, id), Access.Signed, 1, Essential: true), stop);
        if (!tools.Limits.TryWeight(1, essential: true)) return Task.FromResult(RestReply.Kept(tools.Limits.WhyNot()));
        return tools.Channel.Cancel(instrument, id, tools.Time.Corrected.ToUnixTimeMilliseconds(), tools.Signer.Current(), stop);
    }

    private async Task<OrderReply> Explained(OrderRequest order, RestReply reply, CancellationToken stop)
    {
        if (reply.Status == 0) return NotDone(reply);
        return BinanceErrors.VerdictOf(reply.Status, reply.Code, reply.Text) switch
        {
            BinanceVerdict.AlreadyThere => await Looked(order, absent: new OrderReply.Unknown("the venue knows this client id and does not show its order"), stop),
            BinanceVerdict.LookOnce => await Looked(order, absent: Definite(reply), stop),
            _ => NotDone(reply),
        };
    }

    private async Task<OrderReply> Looked(OrderRequest order, OrderReply absent, CancellationToken stop)
    {
        switch (await tools.Orders.Read(order.Instrument, order.Id, stop))
        {
            case OrderAnswer.Found { Order: var found }:
                Seen(found);
                return new OrderReply.Accepted(found.VenueOrderId);
            case OrderAnswer.NotFound:
                return absent;
            case OrderAnswer.Unreadable unreadable:
                return new OrderReply.Unknown($"could not be looked up: {unreadable.Clue}");
            default:
                throw new InvalidOperationException("an answer is found, not found or unreadable");
        }
    }

    /// <summary>-2011: filled, cancelled or never there. Looked up and told, so that a fill in the race is booked and nobody is alarmed.</summary>
    private async Task<OrderReply> AlreadyGone(Instrument instrument, ClientOrderId id, RestReply reply, CancellationToken stop)
    {
        if (await tools.Orders.Read(instrument, id, stop) is not OrderAnswer.Found { Order: var found }) return Definite(reply);
        Seen(found);
        return found.Status < VenueOrderStatus.Filled ? new OrderReply.Unknown($"the venue cannot cancel it and shows it as {found.Status}") : Definite(reply);
    }

    private OrderReply NotDone(RestReply reply)
    {
        if (reply.Status == 0)
            return reply.Left ? new OrderReply.Unknown(reply.Text) : new OrderReply.Refused(new VenueRefusal(RefusalKind.LocalCheck, "not_sent", reply.Text));
        var verdict = BinanceErrors.VerdictOf(reply.Status, reply.Code, reply.Text);
        return verdict is BinanceVerdict.Refused or BinanceVerdict.FreshTimestamp ? Definite(reply) : new OrderReply.Unknown(reply.Clue);
    }

    private OrderReply.Refused Definite(RestReply reply)
    {
        if (BinanceErrors.IsGrave(reply.Status, reply.Code)) logger.LogError("Binance refuses orders, and repeating does not mend it: {Clue}", reply.Clue);
        Refused(reply.Code);
        return new OrderReply.Refused(BinanceErrors.RefusalOf(reply.Status, reply.Code, reply.Text));
    }

    private static ValueTask<OrderReply> No(VenueRefusal why) => ValueTask.FromResult<OrderReply>(new OrderReply.Refused(why));

    /// <summary>The first <c>orderId</c> of an answer, whichever path it came by.</summary>
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
