using System.Text;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.BinanceMarket;

public class BinanceSymbolsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void each_symbol_has_its_own_index_and_others_have_none(int count)
    {
        var universe = new PairUniverse(Enumerable.Range(0, count).Select(i => $"COIN{i}USDT"));
        var symbols = new BinanceSymbols(universe);
        for (var pair = 0; pair < count; pair++) Assert.Equal(pair, symbols.IndexOf(Encoding.UTF8.GetBytes(universe[pair])));
        Assert.All(["", "COIN", "COIN0USD", "coin0usdt", "COIN0USDTX", $"COIN{count}USDT"], text => Assert.Equal(-1, symbols.IndexOf(Encoding.UTF8.GetBytes(text))));
    }
}
