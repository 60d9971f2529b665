using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Tests.Watchdogs;

public class RiskAlarmTests
{
    private static readonly AlarmOptions Options = new();
    private static readonly AlarmFacts Quiet = new(TimeSpan.FromSeconds(299), 79_999m, 100_000m, 479, 600, TimeSpan.FromSeconds(179), TimeSpan.FromSeconds(599));

    public static TheoryData<string, AlarmFacts> Alarms() => new()
    {
        { "partial_hedge_stalled", Quiet with { OldestPartial = TimeSpan.FromSeconds(300) } },
        { "runaway_notional_warning", Quiet with { NotionalUsdt = 80_000m } },
        { "runaway_cancel_rate", Quiet with { Cancels = 480 } },
        { "auto_hedge_stalled", Quiet with { Unchecked = TimeSpan.FromSeconds(180) } },
        { "auto_hedge_no_success", Quiet with { Failing = TimeSpan.FromSeconds(600) } },
    };

    [Fact]
    public void just_below_its_bounds_nothing_is_said() => Assert.Empty(RiskAlarms.Standing(Quiet, Options));

    [Theory, MemberData(nameof(Alarms))]
    public void at_its_bound_each_is_said_by_its_kind(string kind, AlarmFacts facts) => Assert.Equal(kind, Assert.Single(RiskAlarms.Standing(facts, Options)).Kind);

    [Fact]
    public void every_kind_is_seen_to_stand() => Assert.Equal(RiskAlarms.Kinds, Alarms().Select(row => (string)row[0]));

    [Fact]
    public void what_does_not_run_and_what_has_no_limit_warns_of_nothing() =>
        Assert.Empty(RiskAlarms.Standing(new AlarmFacts(null, 0m, 0m, 1_000, 0, null, null), Options));
}
