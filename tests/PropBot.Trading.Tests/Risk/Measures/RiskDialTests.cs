using PropBot.Trading.Risk.Measures;

namespace PropBot.Trading.Tests.Risk.Measures;

public class RiskDialTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, "0")]
    [InlineData(25, "0.5")]
    [InlineData(50, "1")]
    [InlineData(74, "1.48")]
    [InlineData(75, "1.5")]
    [InlineData(100, "1.5")]
    public void the_factor_is_a_fiftieth_a_point_and_at_most_one_and_a_half(int value, string factor) =>
        Assert.Equal(decimal.Parse(factor, System.Globalization.CultureInfo.InvariantCulture), new RiskDial { Value = value }.Factor);

    [Theory]
    [InlineData(50, 0)]
    [InlineData(100, 99)]
    public void down_is_at_once_in_any_market(int from, int to) =>
        Assert.Equal(to, Dial(DialRules.Turn(new RiskDial { Value = from }, to, twoPeople: false, Stability.Red, Noon)).Value);

    [Fact]
    public void up_to_normal_is_one_persons_and_ten_in_a_quarter_of_an_hour()
    {
        var dial = Dial(DialRules.Turn(new RiskDial { Value = 20 }, 26, twoPeople: false, Stability.Yellow, Noon));
        Assert.Equal("rpi_too_fast", Code(DialRules.Turn(dial, 31, twoPeople: false, Stability.Green, Noon.AddMinutes(14))));
        dial = Dial(DialRules.Turn(dial, 30, twoPeople: false, Stability.Green, Noon.AddMinutes(14)));
        Assert.Equal("rpi_too_fast", Code(DialRules.Turn(dial, 37, twoPeople: false, Stability.Green, Noon.AddMinutes(15))));

        // The first six have aged out, the four of minute 14 have not.
        Assert.Equal(36, Dial(DialRules.Turn(dial, 36, twoPeople: false, Stability.Green, Noon.AddMinutes(15))).Value);
    }

    [Fact]
    public void turning_it_down_and_up_again_gives_no_points_back()
    {
        var dial = Dial(DialRules.Turn(new RiskDial { Value = 30 }, 40, twoPeople: false, Stability.Green, Noon));
        dial = Dial(DialRules.Turn(dial, 30, twoPeople: false, Stability.Green, Noon));
        Assert.Equal("rpi_too_fast", Code(DialRules.Turn(dial, 31, twoPeople: false, Stability.Green, Noon.AddMinutes(1))));
    }

    [Fact]
    public void above_normal_takes_two_people_and_still_ten_at_a_time()
    {
        Assert.Equal("two_people_required", Code(DialRules.Turn(new RiskDial(), 51, twoPeople: false, Stability.Green, Noon)));
        Assert.Equal(60, Dial(DialRules.Turn(new RiskDial(), 60, twoPeople: true, Stability.Green, Noon)).Value);
        Assert.Equal("rpi_too_fast", Code(DialRules.Turn(new RiskDial(), 61, twoPeople: true, Stability.Green, Noon)));
    }

    [Fact]
    public void never_up_while_the_market_is_red() => Assert.Equal("msr_red", Code(DialRules.Turn(new RiskDial { Value = 10 }, 11, twoPeople: true, Stability.Red, Noon)));

    [Fact]
    public void red_takes_back_what_two_people_added_and_only_two_people_give_it_again()
    {
        var cut = DialRules.Cut(new RiskDial { Value = 70 }, Stability.Red);
        Assert.Equal((50, true), (cut.Value, cut.WasCut));
        Assert.Equal("two_people_required", Code(DialRules.Turn(cut with { Value = 40 }, 45, twoPeople: false, Stability.Green, Noon)));
        Assert.False(Dial(DialRules.Turn(cut, 55, twoPeople: true, Stability.Green, Noon)).WasCut);
        Assert.Equal(70, DialRules.Cut(new RiskDial { Value = 70 }, Stability.Yellow).Value);
        Assert.Equal((40, false), (DialRules.Cut(new RiskDial { Value = 40 }, Stability.Red).Value, DialRules.Cut(new RiskDial { Value = 40 }, Stability.Red).WasCut));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void there_is_no_such_value(int wanted) => Assert.Equal("rpi_out_of_range", Code(DialRules.Turn(new RiskDial(), wanted, twoPeople: true, Stability.Green, Noon)));

    private static RiskDial Dial(DialMove move) => Assert.IsType<DialMove.Turned>(move).Dial;

    private static string Code(DialMove move) => Assert.IsType<DialMove.Refused>(move).Code;
}
