using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Binance;

public class SupersetTests
{
    private const string Symbol = "symbol=BTCUSDT";

    public static TheoryData<string> Calls => [.. DocumentedFields.All.Keys.Where(k => k.StartsWith("GET", StringComparison.Ordinal))];

    public static TheoryData<string> Pushes => [.. DocumentedFields.All.Keys.Where(k => !k.Contains('/', StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task case_08_every_documented_field_of_a_reply_is_there(string name)
    {
        using var line = new BinanceLine();
        await Live(line, settled: true);
        var (path, inside) = (name.Split(' ')[1], name.Split(' ')[2..]);
        var query = path.EndsWith("/order", StringComparison.Ordinal) ? Symbol + "&origClientOrderId=resting" : path.Contains("v3", StringComparison.Ordinal) ? "" : Symbol;
        Holds(name, Inside(await line.Ok("GET", path, query), inside));
    }

    [Fact]
    public async Task case_08_every_documented_field_of_a_placement_an_amendment_and_a_cancel_is_there()
    {
        using var line = new BinanceLine();
        Holds("POST /fapi/v1/order", await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=a"));
        Holds("PUT /fapi/v1/order", await line.Ok("PUT", BinanceLine.Order, Symbol + "&origClientOrderId=a&side=BUY&quantity=2&price=59000"));
        Holds("DELETE /fapi/v1/order", await line.Ok("DELETE", BinanceLine.Order, Symbol + "&origClientOrderId=a"));
        Holds("POST /fapi/v1/algoOrder", await line.Ok("POST", "/fapi/v1/algoOrder", Symbol + "&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=59000"));
    }

    [Theory]
    [MemberData(nameof(Pushes))]
    public async Task case_08_every_documented_field_of_a_push_is_there(string name)
    {
        using var line = new BinanceLine();
        SessionEar[] ears =
        [
            line.Connect("/public/stream?streams=btcusdt@bookTicker/btcusdt@depth@100ms"),
            line.Connect("/market/stream?streams=btcusdt@markPrice@1s/btcusdt@aggTrade/btcusdt@kline_1m/btcusdt@ticker/btcusdt@miniTicker/!contractInfo"),
            line.User(),
        ];
        await Live(line, settled: false);
        line.Bench.Venue.SetStatus("BTCUSDT", SimInstrumentStatus.Settling);
        line.Bench.Market.Bid -= 1m;
        for (var beat = 0; beat < 50; beat++) line.Bench.Pass(TimeSpan.FromMilliseconds(50));
        var words = name.Split(' ');
        var told = ears.SelectMany(e => e.Events(words[0])).Where(e => words[0] != "ORDER_TRADE_UPDATE" || e["o"]!["x"]!.ToString() == "TRADE").ToList();
        Assert.True(told.Count > 0, $"No {words[0]} was pushed.");
        Holds(name, Inside(told[0], words[1..]));
    }

    /// <summary>A position, resting orders of both kinds, an amendment, trades, a funding settlement.</summary>
    private static async Task Live(BinanceLine line, bool settled)
    {
        await line.Place("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=1");
        await line.Place(BinanceLine.Limit + "&quantity=1&price=59000&newClientOrderId=resting");
        await line.Ok("PUT", BinanceLine.Order, Symbol + "&origClientOrderId=resting&side=BUY&quantity=1&price=59001&modifyId=1");
        await line.Ok("POST", "/fapi/v1/algoOrder", Symbol + "&algoType=CONDITIONAL&side=SELL&type=STOP_MARKET&quantity=1&triggerPrice=59000");
        if (settled) line.Clock.Jump(TimeSpan.FromHours(8));
        line.Bench.World.Advance();
    }

    private static JsonNode Inside(JsonNode node, IEnumerable<string> path)
    {
        foreach (var name in path) node = (node is JsonArray list ? list[0]! : node)[name]!;
        return node is JsonArray rows ? rows[0]! : node;
    }

    private static void Holds(string name, JsonNode given)
    {
        var missing = DocumentedFields.All[name].Where(field => !given.AsObject().ContainsKey(field)).ToList();
        Assert.True(missing.Count == 0, $"{name} lacks {string.Join(", ", missing)} in {given.ToJsonString()}");
    }
}
