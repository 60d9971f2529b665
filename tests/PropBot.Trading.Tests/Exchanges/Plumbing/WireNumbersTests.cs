using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;

namespace PropBot.Trading.Tests.Exchanges.Plumbing;

public class WireNumbersTests
{
    [Theory]
    [InlineData("61800.20", "61800.20")]
    [InlineData("-0.00012", "-0.00012")]
    [InlineData("0", "0")]
    [InlineData("0.000", "0")]
    [InlineData("999999999999999999", "999999999999999999")]
    [InlineData("12345678901234567890.12345", "12345678901234567890.12345")]
    [InlineData("1e-8", "0.00000001")]
    [InlineData("1.5E3", "1500")]
    public void plain_and_exponent_forms_are_read_exactly(string text, string expected)
    {
        Assert.True(WireNumbers.TryDecimal(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(Decimals.Parse(expected), value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("12a")]
    [InlineData("1,000")]
    [InlineData(" 1")]
    [InlineData("NaN")]
    [InlineData("0x10")]
    public void anything_else_is_not_a_number(string text) => Assert.False(WireNumbers.TryDecimal(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void every_decimal_we_write_is_read_back_the_same() => Prop.ForAll(ArbMap.Default.ArbFor<decimal>(), value =>
        WireNumbers.TryDecimal(Encoding.UTF8.GetBytes(Decimals.Plain(value)), out var read) && read == value).QuickCheckThrowOnFailure();
}
