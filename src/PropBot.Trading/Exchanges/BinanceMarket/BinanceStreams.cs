using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>Which streams are asked for, class by class (wire protocols 1.1), as few sockets as the venue's limit allows.</summary>
internal static class BinanceStreams
{
    /// <summary>1024 streams a connection (1.4), less some room.</summary>
    private const int MostStreams = 1000;

    public static IEnumerable<BinanceStreamGroup> Of(PairUniverse universe, BinanceOptions options)
    {
        var pairs = Enumerable.Range(0, universe.Count).ToArray();
        foreach (var some in pairs.Chunk(MostStreams / 2))
        {
            var streams = some.SelectMany(pair => new[] { $"{Name(universe, pair)}@bookTicker", $"{Name(universe, pair)}@depth@100ms" });
            yield return new BinanceStreamGroup("public", some, [.. streams], [MarketMessage.BookTicker, MarketMessage.Depth], EachPair: false, options.PublicSilence);
        }

        foreach (var some in pairs.Chunk(MostStreams))
        {
            var marks = some.Select(pair => $"{Name(universe, pair)}@markPrice@1s");
            yield return new BinanceStreamGroup("market", some, ["!contractInfo", .. marks], [MarketMessage.Mark], EachPair: true, options.MarketSilence);
        }
    }

    private static string Name(PairUniverse universe, int pair) => universe[pair].ToLowerInvariant();
}
