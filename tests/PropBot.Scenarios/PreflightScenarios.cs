using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios;

/// <summary>R21: each check by name, with what is wrong and what would be right; a red one blocks.</summary>
public class PreflightScenarios
{
    [Fact]
    public async Task case_22_in_hedge_mode_nothing_can_be_resumed_and_the_sentence_says_what_to_do()
    {
        await using var desk = Started(v => v.Account = good => good with { OneWayMode = false });
        var red = Red(desk, "position_mode_okx");
        Assert.Contains("hedge mode", red.Detail, StringComparison.Ordinal);
        Assert.Contains("one-way", red.Detail, StringComparison.Ordinal);
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        Assert.Contains("preflight:position_mode_okx", (string[])refused.Data["blocked_by"]!);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        desk.Dear();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(desk.Binance.Placed.Concat(desk.Okx.Placed));
    }

    [Theory]
    [InlineData("margin_mode_okx", "cross", "MARGIN_MODE wants isolated")]
    [InlineData("leverage_okx", "5", "LEVERAGE wants 2")]
    [InlineData("key_okx", "may not trade", "allow it")]
    [InlineData("account_level_okx", "account level is 1", "must be 2")]
    public async Task what_the_account_reads_back_differently_is_red_by_name_with_both_values(string name, string wrong, string right)
    {
        await using var desk = Started(v => v.Account = good => name switch
        {
            "margin_mode_okx" => good with { MarginMode = "cross" },
            "leverage_okx" => good with { Leverage = 5m },
            "key_okx" => good with { CanTrade = false },
            _ => good with { AccountLevel = 1 },
        });
        var red = Red(desk, name);
        Assert.Contains(wrong, red.Detail, StringComparison.Ordinal);
        Assert.Contains(right, red.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task multi_assets_mode_on_binance_is_red()
    {
        await using var desk = new DeskHarness();
        desk.Binance.Account = good => good with { MultiAssetMode = true };
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("must be off", Red(desk, "multi_assets_binance").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task on_live_a_key_that_may_withdraw_is_red_whatever_was_declared_and_an_untold_right_needs_the_declaration()
    {
        await using var may = Started(v => v.Account = good => good with { CanWithdraw = true }, o => o with { Profile = "live", TradeOnlyKeys = true });
        Assert.Contains("may withdraw", Red(may, "key_okx").Detail, StringComparison.Ordinal);
        await using var untold = Started(v => v.Account = good => good with { CanWithdraw = null }, o => o with { Profile = "live" });
        Assert.Contains("TRADE_ONLY_KEYS=true", Red(untold, "key_okx").Detail, StringComparison.Ordinal);
        await using var said = Started(v => v.Account = good => good with { CanWithdraw = null }, o => o with { Profile = "live", TradeOnlyKeys = true });
        Assert.Contains(said.Snapshot.Preflight, c => c is { Name: "key_okx", Green: true });
        await using var paper = Started(v => v.Account = good => good with { CanWithdraw = true });
        Assert.Contains(paper.Snapshot.Preflight, c => c is { Name: "key_okx", Green: true });
    }

    [Fact]
    public async Task on_live_the_account_must_be_ours_alone_by_what_is_seen_and_by_word()
    {
        await using var unsaid = Started(_ => { }, o => o with { Profile = "live" });
        Assert.Contains("DEDICATED_ACCOUNT=true", Red(unsaid, "dedicated_account_okx").Detail, StringComparison.Ordinal);
        await using var sub = Started(v => v.Account = good => good with { IsSubAccount = true }, o => o with { Profile = "live" });
        Assert.Contains(sub.Snapshot.Preflight, c => c is { Name: "dedicated_account_okx", Green: true });
        await using var said = Started(_ => { }, o => o with { Profile = "live", DedicatedAccount = true });
        Assert.Contains(said.Snapshot.Preflight, c => c is { Name: "dedicated_account_okx", Green: true });
        var foreign = new OrderUpdate(
            Trading.Instruments.Venue.Okx, "BTCUSDT", "", "77", Trading.Instruments.Side.Buy, new Trading.Amounts.Quantity(1m), null, false, VenueOrderStatus.Live,
            Trading.Amounts.Quantity.Zero, null, "", said.Clock.GetUtcNow());
        said.Okx.OpenOrders.Add(foreign);
        said.Desk.Listener.OnOrder(foreign);
        said.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("order 77 on BTCUSDT", Red(said, "dedicated_account_okx").Detail, StringComparison.Ordinal);
        said.Okx.OpenOrders.Clear();
        said.Desk.Listener.OnOrder(foreign with { Status = VenueOrderStatus.Ended });
        said.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(said.Snapshot.Preflight, c => c is { Name: "dedicated_account_okx", Green: true });
    }

    [Fact]
    public async Task a_key_of_the_other_environment_is_named_with_the_venues_words()
    {
        await using var desk = new DeskHarness();
        desk.Okx.Unreadable = "50101: APIKey does not match current environment";
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("50101: APIKey does not match current environment", Red(desk, "environment_okx").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task paper_is_green_with_every_check_of_the_list()
    {
        await using var desk = Started(_ => { });
        string[] perVenue = ["instruments", "environment", "position_mode", "margin_mode", "leverage", "key", "fees", "clock", "streams", "dead_man"];
        var expected = perVenue.SelectMany(name => new[] { $"{name}_binance", $"{name}_okx" }).Concat(["multi_assets_binance", "account_level_okx", "account_stamp", "ledger", "reconciliation", "recovery"]);
        Assert.Equal(expected.Order(StringComparer.Ordinal), desk.Snapshot.Preflight.Select(c => c.Name).Order(StringComparer.Ordinal));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.All(desk.Snapshot.Preflight, c => Assert.True(c.Green, c.ToString()));
    }

    private static DeskHarness Started(Action<FakeVenue> okx, Func<TradingOptions, TradingOptions>? change = null)
    {
        var desk = new DeskHarness(change);
        okx(desk.Okx);
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(1));
        return desk;
    }

    private static PreflightCheck Red(DeskHarness desk, string name)
    {
        var check = desk.Snapshot.Preflight.Single(c => c.Name == name);
        Assert.False(check.Green, check.ToString());
        return check;
    }
}
