using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;

namespace PropBot.Trading.Tests.Settings;

/// <summary>Rulings §3.3 against the registry: what makes more risk possible has a direction, and outside paper the environment alone never goes that way (R14).</summary>
public class LooseningTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What makes no more risk possible, or is decided elsewhere. A new setting has to be put on one side or the other.</summary>
    private static readonly string[] Neutral =
    [
        // Numbers that set a pace, a window, a port or a size of a file.
        "POLL_INTERVAL_SEC", "AUTO_HEDGE_SCAN_SECS", "EXIT_TAKE_PROFIT_BPS", "WATCHDOG_WINDOW_SEC", "API_PORT", "IDEM_TTL_SEC", "API_RATE_PER_MIN", "API_BURST",
        "OPS_ALERTS_MAX_RECORDS", "SIM_SEED", "SIM_BINANCE_PORT", "SIM_OKX_PORT", "TELEGRAM_PUSH_MINUTES",

        // Numbers that only warn.
        "PARTIAL_HEDGE_ALERT_SECONDS", "RUNAWAY_NOTIONAL_ALERT_RATIO", "RUNAWAY_CANCEL_ALERT_RATIO", "AUTO_HEDGE_STALL_ALERT_SECONDS", "AUTO_HEDGE_SUCCESS_ALERT_SECONDS",

        // Switches: ignored (R25), a wire instead of another, people who hear more.
        "POST_ONLY", "BINANCE_ORDERS_BY_REST", "OKX_ORDERS_BY_REST", "TELEGRAM_ENABLE",
    ];

    [Theory]
    [InlineData("SAFE_MODE", Loosening.Off)]
    [InlineData("DRY_RUN_MODE", Loosening.Off)]
    [InlineData("DRY_RUN_ONLY", Loosening.Off)]
    [InlineData("TWO_MAN_RULE", Loosening.Off)]
    [InlineData("AUTH_ENABLED", Loosening.Off)]
    [InlineData("NAKED_AUTO_UNWIND", Loosening.Off)]
    [InlineData("HOLD_PROTECTIVE_EXITS", Loosening.Off)]
    [InlineData("AUTOPILOT_ENABLE", Loosening.On)]
    [InlineData("AUTO_HEDGE_ENABLED", Loosening.On)]
    [InlineData("MIN_SPREAD_BPS", Loosening.Down)]
    [InlineData("TAKER_FEE_BPS_BINANCE", Loosening.Down)]
    [InlineData("TAKER_FEE_BPS_OKX", Loosening.Down)]
    [InlineData("LIQ_DISTANCE_WARN_PCT", Loosening.Down)]
    [InlineData("LIQ_DISTANCE_ACT_PCT", Loosening.Down)]
    [InlineData("HOST_DISK_HOLD_MB", Loosening.Down)]
    [InlineData("SYMBOLS", Loosening.More)]
    [InlineData("LOOP_VENUES", Loosening.More)]
    [InlineData("ORDER_NOTIONAL_USDT", Loosening.Up)]
    [InlineData("MAX_SLIPPAGE_BPS", Loosening.Up)]
    [InlineData("HEDGE_LEG_MAX_SLIPPAGE_BPS", Loosening.Up)]
    [InlineData("MAX_QUOTE_AGE_MS", Loosening.Up)]
    [InlineData("CLOCK_SKEW_HOLD_THRESHOLD_MS", Loosening.Up)]
    [InlineData("LEVERAGE", Loosening.Up)]
    [InlineData("MAX_LEVERAGE", Loosening.Up)]
    [InlineData("MAX_ORDERS_PER_MIN", Loosening.Up)]
    [InlineData("MAX_CANCELS_PER_MIN", Loosening.Up)]
    [InlineData("MAX_DAILY_LOSS_USDT", Loosening.Up)]
    [InlineData("MAX_VAR_24H_USDT", Loosening.Up)]
    [InlineData("NAKED_BUDGET_USDT_SECONDS", Loosening.Up)]
    [InlineData("NAKED_MAX_SECONDS", Loosening.Up)]
    [InlineData("NAKED_MAX_LOSS_USDT", Loosening.Up)]
    [InlineData("SLO_HOLD_MINUTES", Loosening.Up)]
    [InlineData("RISK_GUARD_REJECTION_BURST", Loosening.Up)]
    [InlineData("STRATEGY_DAILY_LOSS_USDT", Loosening.Up)]
    public void what_the_rulings_name_loosens_that_way(string name, Loosening direction) => Assert.Equal(direction, SettingRegistry.Find(name)!.Loosens);

    [Fact]
    public void every_limit_loosens_upwards() => Assert.All(
        SettingRegistry.All.Where(setting => setting.IsRiskLimit || setting.Name.StartsWith("MAX_", StringComparison.Ordinal)), setting => Assert.Equal((setting.Name, Loosening.Up), (setting.Name, setting.Loosens)));

    [Fact]
    public void every_number_and_switch_is_thought_about() => Assert.Equal(
        Neutral.Order(StringComparer.Ordinal),
        SettingRegistry.All.Where(setting => setting is { Loosens: Loosening.None, Kind: SettingKind.Number or SettingKind.WholeNumber or SettingKind.Switch }).Select(setting => setting.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void whatever_can_loosen_is_held_to_the_tighter_value_outside_paper_and_told()
    {
        foreach (var setting in SettingRegistry.All.Where(setting => setting.Loosens != Loosening.None))
        {
            var (tight, loose) = Values(setting);
            var said = new Dictionary<string, string> { [setting.Name] = loose };
            var baseline = SettingsBaseline.Decide("live", said, [new ApprovedSetting(setting.Name, tight, "", tight, null, 1, "b", Now)], Now);
            Assert.Equal((setting.Name, tight), (setting.Name, baseline.InForce.GetValueOrDefault(setting.Name)));
            Assert.Equal(new LooserSetting(setting.Name, tight, loose), Assert.Single(baseline.Looser));
            said[setting.Name] = tight;
            var tighter = SettingsBaseline.Decide("live", said, [new ApprovedSetting(setting.Name, loose, "", loose, null, 1, "b", Now)], Now);
            Assert.Equal(tight, tighter.InForce.GetValueOrDefault(setting.Name, said[setting.Name]));
            Assert.Empty(tighter.Looser);
        }
    }

    [Theory]
    [InlineData("BTCUSDT,ETHUSDT", "BTCUSDT", "BTCUSDT", true)]
    [InlineData("ethusdt", "BTCUSDT,ETHUSDT", "ethusdt", false)]
    [InlineData("ETHUSDT,BTCUSDT", "BTCUSDT,ETHUSDT", "ETHUSDT,BTCUSDT", false)]
    [InlineData("SOLUSDT,ETHUSDT", "BTCUSDT,ETHUSDT", "ETHUSDT", true)]
    [InlineData("SOLUSDT", "BTCUSDT", "BTCUSDT", true)]
    public void a_symbol_more_is_looser_and_one_less_is_not(string environment, string agreed, string inForce, bool looser)
    {
        var setting = SettingRegistry.Find("SYMBOLS")!;
        Assert.Equal((inForce, looser), (SettingDirection.Tighter(setting, environment, agreed), SettingDirection.IsLooser(setting, environment, agreed)));
    }

    private static (string Tight, string Loose) Values(Setting setting) => setting.Loosens switch
    {
        Loosening.Up => ("20", "30"),
        Loosening.Down => ("30", "20"),
        Loosening.On => ("false", "true"),
        Loosening.Off => ("true", "false"),
        _ => ("A", "A,B"),
    };
}
