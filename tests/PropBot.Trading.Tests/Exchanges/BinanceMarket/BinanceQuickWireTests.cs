using System.Text;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.BinanceMarket;

/// <summary>The quick way of reading market messages may say "not mine", but never something else than the general way.</summary>
public sealed class BinanceQuickWireTests
{
    private static readonly string[] Usual =
    [
        """{"stream":"btcusdt@bookTicker","data":{"e":"bookTicker","u":5123107839020,"s":"BTCUSDT","b":"61800.20","B":"2.507","a":"61800.30","A":"2.510","T":1723161256313,"E":1723161256313}}""",
        """{"e":"bookTicker","u":400900217,"E":1568014460893,"T":1568014460891,"s":"ETHUSDT","ps":"ETHUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000","st":1}""",
        """{"e":"bookTicker","u":400900217,"E":1568014460893,"T":1568014460891,"s":"BTCUSDT","b":"25.35190000","B":"31.21000000","a":"25.36520000","A":"40.66000000","st":2}""",
        """{"e":"markPriceUpdate","E":1562305380000,"s":"BTCUSDT","p":"11794.15","ap":"11790.1","i":"11784.62","P":"11784.25","r":"-0.00038167","T":1562306400000,"st":1}""",
        """{"e":"depthUpdate","E":123456789,"T":123456788,"s":"BTCUSDT","ps":"BTCUSDT","U":157,"u":160,"pu":149,"b":[["0.0024","10"],["7","0.000"]],"a":[],"st":1}""",
        """{"stream":"btcusdt@trade","data":{"e":"trade","E":1723161256322,"T":1723161256322,"s":"BTCUSDT","t":5266583935,"p":"61800.30","q":"0.006","X":"MARKET","m":false}}""",
    ];

    private static readonly string[] Unusual =
    [
        """{ "e":"bookTicker","u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}""",
        """{"e":"bookTicker","u":1,"s":"BTCUSDT","b":"1e3","B":"1","a":"2","A":"1"}""",
        """{"e":"bookTicker","u":1,"s":"BTC\u0055SDT","b":"1","B":"1","a":"2","A":"1"}""",
        """{"e":"bookTicker","u":1,"s":"BTCUSDT","b":"","B":"1","a":"2","A":"1"}""",
        """{"e":"bookTicker","new":{"x":[1]},"u":1,"s":"BTCUSDT","b":"1","B":"1","a":"2","A":"1"}""",
        """{"e":"depthUpdate","s":"BTCUSDT","U":1,"u":2,"pu":0,"b":[["1","2","x"]],"a":[]}""",
        """{"result":null,"id":1}""",
        """{"error":{"code":2,"msg":"no"},"id":1}""",
    ];

    private readonly BinanceWire wire = new(new PairUniverse(["BTCUSDT", "ETHUSDT"]));
    private readonly BinanceSymbols symbols = new(new PairUniverse(["BTCUSDT", "ETHUSDT"]));

    [Fact]
    public void it_reads_what_the_venue_usually_sends()
    {
        foreach (var message in Usual) Assert.NotEqual("other", Quick(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void it_leaves_what_is_unusual_to_the_general_way()
    {
        foreach (var message in Unusual) Assert.Equal("other", Quick(Encoding.UTF8.GetBytes(message)));
    }

    [Fact]
    public void both_ways_read_the_same()
    {
        foreach (var message in Usual.Concat(Unusual).Select(Encoding.UTF8.GetBytes))
        {
            wire.Read(message, out var fields);
            Assert.Equal(General(message), Shown(in fields));
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(32)]
    public void both_ways_read_the_same_from_damaged_messages(int seed)
    {
        var dice = new Random(seed); // the seed is in the test's name
        const string letters = "0123456789\"\\{}[]:,.-eEuUbBaAspT tn";
        var quickly = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var message = Encoding.UTF8.GetBytes(Usual[dice.Next(Usual.Length)]);
            message[dice.Next(message.Length)] = (byte)letters[dice.Next(letters.Length)];
            var quick = Quick(message);
            if (quick == "other") continue;
            quickly++;
            Assert.True(General(message) == quick, Encoding.UTF8.GetString(message));
        }

        Assert.InRange(quickly, 5_000, 19_000);
    }

    private string Quick(byte[] message)
    {
        if (!BinanceQuickWire.TryRead(message, symbols, out _)) return "other";
        wire.Read(message, out var fields);
        return Shown(in fields);
    }

    private string General(byte[] message)
    {
        try
        {
            wire.ReadAnyForm(message, out var fields);
            return Shown(in fields);
        }
        catch (Exception refusal) when (refusal is FormatException or System.Text.Json.JsonException)
        {
            return refusal.GetType().Name;
        }
    }

    private static string Shown(in MarketFields f)
    {
        var head = $"{f.Kind} {f.Pair} {f.EventMs} {f.TimeMs} {f.FirstId} {f.LastId} {f.PreviousId} {f.Bid} {f.BidQuantity} {f.Ask} {f.AskQuantity} {f.Mark} {f.Rate}";
        if (f.Depth is not { } depth) return head;
        var levels = string.Join(' ', depth.Bids.Take(depth.BidCount).Concat(depth.Asks.Take(depth.AskCount)));
        var shown = $"{head} | {depth.Pair} {depth.FirstId} {depth.LastId} {depth.PreviousId} {depth.BidCount} {levels}";
        DepthUpdate.Return(depth);
        return shown;
    }
}
