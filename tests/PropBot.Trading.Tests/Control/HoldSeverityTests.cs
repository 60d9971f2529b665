using System.Text.Json;
using PropBot.Trading.Control;

namespace PropBot.Trading.Tests.Control;

public class HoldSeverityTests
{
    [Theory]
    [InlineData("liquidation:okx")]
    [InlineData("adl:binance")]
    [InlineData("naked_bound")]
    [InlineData("desync")]
    [InlineData("risk_limit breach: MAX_DAILY_LOSS_USDT")]
    [InlineData("audit_chain")]
    [InlineData("venue_ban:okx")]
    public void what_cost_money_or_truth_is_p0(string code) => Assert.Equal(HoldSeverity.P0, HoldSeverities.Of(code, "guard"));

    [Theory]
    [InlineData("kill_switch", "operator", HoldSeverity.P1)]
    [InlineData("hedge_leg_failed", "hedging", HoldSeverity.P1)]
    [InlineData("risk_limit breach: MAX_UNREALIZED_LOSS_USD", "risk_guard", HoldSeverity.P1)]
    [InlineData("venue_shut_out:okx", "exchange_watchdog", HoldSeverity.P1)]
    [InlineData("a guard nobody ranked", "guard", HoldSeverity.P1)]
    [InlineData("manual_hold", "operator", HoldSeverity.P2)]
    [InlineData(HoldReason.RestartCode, "bootstrap", HoldSeverity.P2)]
    public void everything_else_is_less(string code, string source, HoldSeverity severity) => Assert.Equal(severity, HoldSeverities.Of(code, source));

    [Fact]
    public void the_word_of_a_person_is_text_and_no_p0() => Assert.Equal(HoldSeverity.P2, HoldSeverities.Of("desync", "operator"));

    [Fact]
    public void a_p0_is_still_one_after_the_mode_was_written_and_read_again()
    {
        var memory = new ControlMemory { Reasons = [new HoldReason("naked_bound", "hedging", DateTimeOffset.UnixEpoch)] };
        var read = JsonSerializer.Deserialize<ControlMemory>(JsonSerializer.Serialize(memory))!;
        Assert.True(new HoldReasons(read.Reasons).HasP0);
        Assert.DoesNotContain("Severity", JsonSerializer.Serialize(memory), StringComparison.Ordinal);
    }
}
