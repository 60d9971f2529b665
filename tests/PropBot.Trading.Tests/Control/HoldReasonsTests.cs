using PropBot.Trading.Control;

namespace PropBot.Trading.Tests.Control;

public class HoldReasonsTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    private static HoldReason Because(string code, string source = "guard") => new(code, source, At);

    [Fact]
    public void a_restart_adds_a_reason_and_replaces_none()
    {
        var reasons = HoldReasons.None.With(Because("kill_switch")).With(Because(HoldReason.RestartCode));
        Assert.Equal(2, reasons.All.Length);
        Assert.Equal("kill_switch", reasons.MostSevere?.Code);
    }

    [Fact]
    public void a_restart_is_left_out_of_every_comparison() =>
        Assert.Equal(HoldReasons.None.With(Because("x")).Compared, HoldReasons.None.With(Because("x")).With(Because(HoldReason.RestartCode)).Compared);

    [Fact]
    public void the_same_reason_twice_keeps_its_first_time()
    {
        var first = HoldReasons.None.With(Because("x"));
        Assert.Same(first, first.With(new HoldReason("x", "guard", At.AddHours(1))));
    }

    [Fact]
    public void a_guard_is_more_severe_than_a_persons_hold() =>
        Assert.Equal("desync", HoldReasons.None.With(Because("manual_hold", "operator")).With(Because("desync")).MostSevere?.Code);
}
