using PropBot.Trading.Amounts;
using PropBot.Trading.Hedging;

namespace PropBot.Trading.Tests.Hedging;

public class HedgeExitTests
{
    private static readonly ExitFacts Calm = new(new Bps(-5m), new Bps(0m), TimeSpan.Zero, TimeSpan.FromMinutes(1), null, null, null, InHold: false, MayTrade: true);

    private static string? Reason(ExitFacts facts) => HedgeExit.Reason(facts, new HedgingOptions());

    [Fact]
    public void a_calm_hedge_is_kept() => Assert.Null(Reason(Calm));

    [Theory, InlineData(0.99, null), InlineData(1.0, ExitReasons.TakeProfit)]
    public void profit_is_taken_at_the_bound(double pnl, string? reason) => Assert.Equal(reason, Reason(Calm with { ClosePnl = new Bps((decimal)pnl) }));

    [Theory, InlineData(479.9, null), InlineData(480, ExitReasons.Time)]
    public void time_closes(double minutes, string? reason) => Assert.Equal(reason, Reason(Calm with { HeldFor = TimeSpan.FromMinutes(minutes) }));

    [Theory, InlineData(50, 10, ExitReasons.Stop), InlineData(50, 9.9, null), InlineData(49.9, 60, null)]
    public void the_stop_needs_its_width_and_its_time(double moved, double seconds, string? reason) =>
        Assert.Equal(reason, Reason(Calm with { MidMovedAgainst = new Bps((decimal)moved), StopStandsFor = TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void in_hold_only_the_stop_acts()
    {
        var held = Calm with { InHold = true, ClosePnl = new Bps(30m), HeldFor = TimeSpan.FromDays(2) };
        Assert.Null(Reason(held));
        Assert.Equal(ExitReasons.Stop, Reason(held with { MidMovedAgainst = new Bps(60m), StopStandsFor = TimeSpan.FromSeconds(11) }));
    }

    [Theory, InlineData(5.0, 4.0, 300, ExitReasons.Funding), InlineData(4.0, 5.0, 300, null), InlineData(5.0, 4.0, 60, null), InlineData(5.0, 4.0, 700, null)]
    public void funding_closes_only_when_it_costs_more_than_waiting_brings_and_in_time(double cost, double expected, double seconds, string? reason) =>
        Assert.Equal(reason, Reason(Calm with
        {
            NextFundingCost = new Bps((decimal)cost),
            ConvergenceExpected = new Bps((decimal)expected),
            ToNextFunding = TimeSpan.FromSeconds(seconds),
        }));

    [Fact]
    public void a_book_that_cannot_tell_takes_no_profit() => Assert.Null(Reason(Calm with { ClosePnl = null }));
}
