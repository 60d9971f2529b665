using PropBot.Trading.Amounts;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

public sealed class PriceKeyTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0.000", 0)]
    [InlineData("61800.20", 61_800_200_000_000_000)]
    [InlineData("61800.2", 61_800_200_000_000_000)]
    [InlineData("0.000000000001", 1)]
    [InlineData("1.0000000000000000000000000", 1_000_000_000_000)]
    [InlineData("9000000", 9_000_000_000_000_000_000)]
    public void a_price_has_one_key_however_it_is_written(string price, long key)
    {
        Assert.True(PriceKey.TryOf(Decimals.Parse(price), out var found));
        Assert.Equal(key, found);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-0.1")]
    [InlineData("9300000")]
    [InlineData("0.0000000000001")]
    [InlineData("79228162514264337593543950335")]
    public void what_is_no_price_has_no_key(string price) => Assert.False(PriceKey.TryOf(Decimals.Parse(price), out _));

    [Fact]
    public void zero_is_zero_in_every_scale()
    {
        Assert.True(PriceKey.IsZero(0m));
        Assert.True(PriceKey.IsZero(0.00000m));
        Assert.False(PriceKey.IsZero(0.00001m));
        Assert.False(PriceKey.IsZero(79_228_162_514_264_337_593_543_950_335m));
    }
}
