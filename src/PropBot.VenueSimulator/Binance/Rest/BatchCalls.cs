using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Several orders in one call: each is answered for itself, refusals among successes (wire-protocols §1.3).</summary>
public sealed class BatchCalls(VenueCore core, OrderCalls orders)
{
    private const int MostOrders = 5;
    private const int MostCancels = 10;
    // Other clients write these two in small letters, and the venue takes them.
    private static readonly (string Parameter, string Names)[] Lists =
    [
        ("orderIdList", "orderId"), ("orderidlist", "orderId"), ("origClientOrderIdList", "origClientOrderId"), ("origclientorderidlist", "origClientOrderId"),
    ];

    private static readonly string[] Shared = ["timestamp", "recvWindow"];

    public BinanceReply Place(BinanceCall call) => EachOrder(call, orders.Place);

    public BinanceReply Amend(BinanceCall call) => EachOrder(call, orders.Amend);

    public BinanceReply Cancel(BinanceCall call)
    {
        if (call.NeedInstrument(core, out var instrument) is { } no) return no;
        if (Lists.FirstOrDefault(l => call.Has(l.Parameter)) is not { Parameter: { } parameter, Names: var name }) return BinanceError.Missing("orderIdList");
        var list = Read(call.Text(parameter)!, item => item.ToString());
        if (list is null) return BinanceError.Illegal(parameter);
        if (list.Count is 0 or > MostCancels) return BinanceError.Of(-4083, $"Exceed maximum batch size; at most {MostCancels} orders can be cancelled at once.");
        return Each(list.Select(item => orders.Cancel(new BinanceCall([KeyValuePair.Create("symbol", instrument.Symbol), KeyValuePair.Create(name, item)]))));
    }

    private static BinanceReply EachOrder(BinanceCall call, Func<BinanceCall, BinanceReply> act)
    {
        if (call.Need("batchOrders", out var text) is { } no) return no;
        var list = Read(text, order => order.EnumerateObject().ToDictionary(p => p.Name, Plain, StringComparer.Ordinal));
        if (list is null) return BinanceError.Illegal("batchOrders");
        if (list.Count is 0 or > MostOrders) return BinanceError.Of(-4082, $"Invalid number of batch place orders; at most {MostOrders}.");
        var shared = Shared.Where(call.Has).Select(name => KeyValuePair.Create(name, call.Text(name)!)).ToList();
        return Each(list.Select(order => act(new BinanceCall(order.Concat(shared)))));
    }

    private static BinanceReply Each(IEnumerable<BinanceReply> replies) =>
        BinanceReply.Ok(new JsonArray([.. replies.Select(r => JsonNode.Parse(r.Json))]));

    // JSON writes true as True when it is asked for its text.
    private static string Plain(JsonProperty property) =>
        property.Value.ValueKind is JsonValueKind.True or JsonValueKind.False ? property.Value.GetRawText() : property.Value.ToString();

    private static List<T>? Read<T>(string text, Func<JsonElement, T> item)
    {
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(item)];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
