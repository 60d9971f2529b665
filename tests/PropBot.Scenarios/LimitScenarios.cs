using System.Text.Json;
using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Risk;

namespace PropBot.Scenarios;

public class LimitScenarios
{
    private const string Limit = "max_position_usdt";

    [Fact]
    public async Task a_raise_binds_from_the_moment_the_permit_is_used()
    {
        await using var desk = Small();
        desk.Dear();
        desk.Until(() => desk.Snapshot.Refusals.Any(r => r.Refusal.Code == "symbol_limit_exceeded"), "refusal");
        Assert.Empty(desk.Binance.Placed);
        Assert.IsType<CommandResult.Done>(desk.Send(Raise(desk, 5_000m)));
        Assert.Equal(5_000m, View(desk).Value);
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Binance.Placed.Count > 0;
            },
            "an opening order");
    }

    [Fact]
    public async Task lowering_takes_one_person_and_acts_at_once()
    {
        await using var desk = Small();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.LowerLimit("a", Limit, "-", 50m)));
        Assert.Equal(50m, View(desk).Value);
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LowerLimit("a", Limit, "-", 60m)));
        Assert.Equal("two_people_required", refused.Code);
        Assert.Equal(50m, View(desk).Value);
    }

    [Theory]
    [InlineData("max_everything", "-", 1, "risk_limit_unsupported")]
    [InlineData("max_position_usdt", "NOSUCH", 1, "risk_limit_scope")]
    [InlineData("max_open_orders", "kraken", 1, "risk_limit_scope")]
    [InlineData("max_leverage", "BTCUSDT", 1, "risk_limit_scope")]
    [InlineData("capital_limit", "martingale", 1, "risk_limit_scope")]
    [InlineData("max_position_usdt", "-", -5, "risk_limit_invalid_value")]
    public async Task what_is_no_limit_is_refused_with_what_would_be_one(string limit, string scope, int value, string code)
    {
        await using var desk = Small();
        var before = string.Join('\n', desk.Snapshot.Limits);
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LowerLimit("a", limit, scope, value)));
        Assert.Equal(code, refused.Code);
        Assert.True(refused.Text.Length > 20);
        Assert.Equal(before, string.Join('\n', desk.Snapshot.Limits));
    }

    [Fact]
    public async Task a_limit_that_moved_since_the_request_voids_the_permit()
    {
        await using var desk = Small();
        var raise = Raise(desk, 5_000m);
        desk.Send(new DeskCommand.LowerLimit("a", Limit, "", 40m));
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(raise));
        Assert.Equal("state_changed", refused.Code);
        Assert.Equal(40m, View(desk).Value);
    }

    [Fact]
    public async Task a_raise_that_raises_nothing_is_refused()
    {
        await using var desk = Small();
        Assert.Equal("risk_limit_must_increase", Assert.IsType<CommandResult.Refused>(desk.Send(Raise(desk, 100m))).Code);
    }

    [Fact]
    public async Task a_temporary_raise_ends_by_itself_at_its_time()
    {
        await using var desk = Small();
        desk.Send(Raise(desk, 5_000m, desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(20)));
        Assert.Equal(5_000m, View(desk).Value);
        desk.Advance(TimeSpan.FromSeconds(19));
        Assert.Equal(5_000m, View(desk).Value);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(100m, View(desk).Value);
        Assert.Null(View(desk).Until);
    }

    [Fact]
    public async Task a_kill_ends_a_temporary_raise_and_leaves_a_lasting_one()
    {
        await using var desk = Small();
        desk.Send(Raise(desk, 5_000m, desk.Clock.GetUtcNow() + TimeSpan.FromHours(1)));
        desk.Send(Raise(desk, 9m, limit: "max_leverage"));
        desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        desk.Settle();
        Assert.Equal(100m, View(desk).Value);
        Assert.Equal(9m, View(desk, "max_leverage").Value);
    }

    [Fact]
    public async Task lowering_ends_a_temporary_raise()
    {
        await using var desk = Small();
        desk.Send(Raise(desk, 5_000m, desk.Clock.GetUtcNow() + TimeSpan.FromSeconds(20)));
        desk.Send(new DeskCommand.LowerLimit("a", Limit, "", 70m));
        desk.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(70m, View(desk).Value);
    }

    [Fact]
    public async Task what_was_agreed_on_is_a_row_with_who_and_when_and_in_the_audit()
    {
        await using var desk = Small();
        desk.Send(Raise(desk, 5_000m));
        desk.Settle();
        var row = Assert.Single(desk.Ledger.Read(Trading.Settings.Approved.ApprovedSettingStore.Load));
        Assert.Equal(("MAX_POSITION_USDT", "5000", "operator-b", 1L), (row.Key, row.Value, row.By, row.Version));
        var audited = desk.Ledger.Read(db =>
        {
            using var command = db.CreateCommand();
            command.CommandText = "select count(*) from audit where action='RISK_LIMIT_RAISE_APPROVED'";
            return (long)command.ExecuteScalar()!;
        });
        Assert.Equal(1, audited);
    }

    private static DeskHarness Small()
    {
        var desk = new DeskHarness(options => options with { Risk = new RiskLimits { MaxPositionUsdt = 100m }, Loosenable = new Dictionary<string, string> { ["MAX_POSITION_USDT"] = "100" } });
        desk.Run();
        return desk;
    }

    private static DeskCommand.UsePermit Raise(DeskHarness desk, decimal value, DateTimeOffset? until = null, string limit = Limit) => new(Permits.Issue(
        desk, PermitKinds.RaiseLimit, JsonSerializer.Serialize(new { limit, scope = "", value, until, version = View(desk, limit).Version }), number: (int)value));

    private static LimitView View(DeskHarness desk, string limit = Limit) => desk.Snapshot.Limits.Single(view => view.Limit == limit && view.Scope.Length == 0);
}
