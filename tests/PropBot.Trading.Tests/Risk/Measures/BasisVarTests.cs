using PropBot.Trading.Amounts;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class BasisVarTests
{
    [Fact]
    public void basis_and_net_delta_add_up_over_the_pairs()
    {
        // BTC: 2.326 · 5 bps · 10,000 = 11.63; 2.326 · 100 bps · 50 = 1.163. ETH: 2.326 · 8 bps · 2,000 = 3.7216; no delta. Together 16.5146.
        var known = Assert.IsType<VarReading.Known>(BasisVar.Of([Pair("BTCUSDT", 10_000m, -50m, 5m, 100m), Pair("ETHUSDT", 2_000m, 0m, 8m, 120m)]));
        Assert.Equal(16.5146m, known.OneHour.Amount);
        Assert.Equal([11.63m, 3.7216m], known.Pairs.Select(pair => pair.Basis.Amount));
        Assert.Equal([1.163m, 0m], known.Pairs.Select(pair => pair.Delta.Amount));

        // √24 = 4.898979…
        Assert.Equal(80.9046866m, decimal.Round(known.Day.Amount, 7));
    }

    [Fact]
    public void one_pair_without_history_leaves_the_whole_unknown()
    {
        var reading = BasisVar.Of([Pair("BTCUSDT", 10_000m, 0m, 5m, 100m), Pair("ETHUSDT", 0m, 0m, null, null) with { Samples = 199 }]);
        Assert.Equal(new VarReading.Insufficient("ETHUSDT", 199), reading);
    }

    [Fact]
    public void a_flat_book_with_history_risks_nothing() =>
        Assert.Equal(0m, Assert.IsType<VarReading.Known>(BasisVar.Of([Pair("BTCUSDT", 0m, 0m, 5m, 100m)])).Day.Amount);

    private static PairAtRisk Pair(string symbol, decimal matched, decimal delta, decimal? basis, decimal? price) =>
        new(symbol, Money.OfUsdt(matched), Money.OfUsdt(delta), basis, price, 200);
}
