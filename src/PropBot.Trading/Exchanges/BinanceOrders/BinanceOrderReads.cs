using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>Asks after one order, and after all that are open: resting ones and conditional ones, which the venue lists apart (wire protocols 1.5.3).</summary>
internal sealed class BinanceOrderReads(BinanceReads reads, BinanceOrderMemory memory)
{
    public const string OrderPath = "/fapi/v1/order";

    /// <summary>What precedes the number of a conditional order in <see cref="OrderUpdate.VenueOrderId"/>: its numbers are counted apart.</summary>
    public const string AlgoPrefix = "algo-";

    public Task<OrderAnswer> Read(Instrument instrument, ClientOrderId id, CancellationToken stop) => Ask(Naming(instrument, id), stop);

    public Task<OrderAnswer> Read(string symbol, string venueOrderId, CancellationToken stop) =>
        Ask($"symbol={Uri.EscapeDataString(symbol)}&orderId={venueOrderId}", stop);

    public static string Naming(Instrument instrument, ClientOrderId id) => $"symbol={Uri.EscapeDataString(instrument.VenueSymbol)}&origClientOrderId={id.Value}";

    /// <summary>Everything that is open: <see cref="Resting"/>, then conditional orders.</summary>
    public async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> Open(CancellationToken stop)
    {
        var answer = await Resting(stop);
        if (answer is not VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var resting }) return answer;
        return await Conditional(stop) switch
        {
            VenueAnswer<IReadOnlyList<OrderUpdate>>.Got conditional => new VenueAnswer<IReadOnlyList<OrderUpdate>>.Got([.. resting, .. conditional.Value]),
            var unreadable => unreadable,
        };
    }

    public async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> Resting(CancellationToken stop)
    {
        var answer = await reads.Ask<IReadOnlyList<OrderUpdate>>(
            BinanceReads.Signed("/fapi/v1/openOrders", "", 40, essential: true), rows => rows.Rows().Select(BinanceMapping.Order).ToArray(), stop);
        if (answer is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var orders })
        {
            foreach (var order in orders) memory.Remember(order.VenueOrderId, order.Id);
        }

        return answer;
    }

    private async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> Conditional(CancellationToken stop)
    {
        var call = BinanceReads.Signed("/fapi/v1/openAlgoOrders", "", 40, essential: true);
        var reply = await reads.Ask(call, stop);
        // A venue without the path for conditional orders cannot hold any.
        if (reply.Status == 404) return new VenueAnswer<IReadOnlyList<OrderUpdate>>.Got([]);
        return BinanceReads.Understood<IReadOnlyList<OrderUpdate>>(reply, call, rows => rows.Rows().Select(Algo).ToArray());
    }

    /// <summary>Never ours: we send no conditional orders. Its limit may be empty or 0 for a market one.</summary>
    private static OrderUpdate Algo(JsonElement row) => new(
        Venue.Binance, row.NeededText("symbol"), "", AlgoPrefix + row.NeededText("algoId"), BinanceMapping.SideOf(row.Text("side")),
        new Quantity(row.OptionalDecimal("quantity") ?? 0m), row.OptionalDecimal("price") is > 0m and var price ? new Price(price) : null, row.Truth("reduceOnly"),
        VenueOrderStatus.Live, new Quantity(0m), null, "", DateTimeOffset.FromUnixTimeMilliseconds(row.OptionalLong("updateTime") ?? row.OptionalLong("createTime") ?? 0));

    private async Task<OrderAnswer> Ask(string naming, CancellationToken stop)
    {
        var reply = await reads.Ask(BinanceReads.Signed(OrderPath, naming, 1, essential: true), stop);
        if (reply.Code == BinanceErrors.NoSuchOrder) return new OrderAnswer.NotFound();
        if (!reply.IsSuccess) return new OrderAnswer.Unreadable(reply.Clue);
        try
        {
            using var document = JsonDocument.Parse(reply.Body);
            var order = BinanceMapping.Order(document.RootElement);
            memory.Remember(order.VenueOrderId, order.Id);
            return new OrderAnswer.Found(order);
        }
        catch (Exception garbage) when (BinanceReads.IsGarbage(garbage))
        {
            return new OrderAnswer.Unreadable($"answer not understood: {garbage.Message}");
        }
    }
}
