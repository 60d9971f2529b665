using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Workflows.Actions.Autopilot;

namespace PropBot.Workflows.Tests.Autopilot;

/// <summary>What ends a mandate for good and what only keeps it from being used now.</summary>
public class MandateRuleTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly MandateBinding Bound = new("config", "build", "live", "binance=1 okx=2", 1);
    private static readonly AutopilotView Open = new(true, true, DeskState.Run, []);

    [Fact]
    public void with_every_gate_open_and_nothing_moved_it_may_be_used() => Assert.Empty(Judge().Reasons);

    [Fact]
    public void it_is_valid_for_seven_days_to_the_moment()
    {
        Assert.Empty(Judge(at: Noon + MandateRule.Validity - TimeSpan.FromMilliseconds(1)).Reasons);
        Assert.Equal((true, "mandate_expired"), Single(Judge(at: Noon + MandateRule.Validity)));
    }

    [Fact]
    public void another_configuration_build_profile_account_or_ledger_ends_it()
    {
        Assert.Equal((true, "configuration_changed"), Single(Judge(now: Bound with { Configuration = "x" })));
        Assert.Equal((true, "binary_changed"), Single(Judge(now: Bound with { Binary = "x" })));
        Assert.Equal((true, "profile_changed"), Single(Judge(now: Bound with { Profile = "x" })));
        Assert.Equal((true, "account_changed"), Single(Judge(now: Bound with { Accounts = "binance=1" })));
        Assert.Equal((true, "restored"), Single(Judge(now: Bound with { Epoch = 2 })));
    }

    [Fact]
    public void the_third_use_within_an_hour_waits_and_does_not_end_it()
    {
        Assert.Empty(Judge(uses: 1).Reasons);
        Assert.Equal((false, "used_up_this_hour"), Single(Judge(uses: 2)));
    }

    [Fact]
    public void a_start_that_does_not_permit_it_and_a_gate_that_is_shut_are_told_together()
    {
        var verdict = Judge(desk: Open with { Permitted = false, Shut = [new GateShut("desync", "they differ")] });
        Assert.False(verdict.ForGood);
        Assert.Equal(["autopilot_disabled", "desync"], verdict.Reasons.Select(reason => reason.Code));
    }

    [Fact]
    public void none_an_ended_and_an_unreadable_one_are_no_mandate()
    {
        Assert.Equal((true, "not_armed"), Single(MandateRule.Judge(null, Bound, 0, Open, Noon)));
        Assert.Equal((true, "not_armed"), Single(MandateRule.Judge(Given with { Armed = false, Why = "kill" }, Bound, 0, Open, Noon)));
        Assert.Equal((true, "mandate_unreadable"), Single(MandateRule.Judge(Given with { Binding = "{" }, Bound, 0, Open, Noon)));
    }

    private static Mandate Given => new("m1", true, Bound.Text(), Noon + MandateRule.Validity, Noon, "ann", "bob", "", [], "");

    private static MandateVerdict Judge(MandateBinding? now = null, long uses = 0, AutopilotView? desk = null, DateTimeOffset? at = null) =>
        MandateRule.Judge(Given, now ?? Bound, uses, desk ?? Open, at ?? Noon);

    private static (bool, string) Single(MandateVerdict verdict) => (verdict.ForGood, Assert.Single(verdict.Reasons).Code);
}
