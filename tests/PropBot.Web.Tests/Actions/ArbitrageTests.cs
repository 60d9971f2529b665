using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Web.Tests.Actions;

public sealed class ArbitrageTests
{
    [Fact]
    public async Task a_preview_without_slippage_shows_the_desks_own_edge()
    {
        await using var lobby = await Lobby.Open();
        var plan = await lobby.Who("a").Post("/api/arb/preview", """{"pair":"btcusdt","notional":600,"used_slippage_bps":0}""");

        Assert.Equal((200, "BTCUSDT", "true"), (plan.Status, plan.At("symbol"), plan.At("viable")));
        // (60150 - 60000) / 60075 = 24.97 bps; less 1.5 + 19 + 2 + 1 = 1.47 (R23).
        Assert.Equal(1.47m, Math.Round(plan.Json.GetProperty("est_pnl_bps").GetDecimal(), 2));
        Assert.Equal(24.97m, Math.Round(plan.Json.GetProperty("spread_bps").GetDecimal(), 2));
        Assert.Equal(("4.5", "5", "1.47"), (plan.At("used_fees_bps", "binance"), plan.At("used_fees_bps", "okx"), plan.At("edge", "parts", "net_bps")));
        var buy = plan.Json.GetProperty("legs")[0];
        Assert.Equal(("binance", "buy", 60_000m, 0.01m), (buy.GetProperty("ex").GetString(), buy.GetProperty("side").GetString(), buy.GetProperty("px").GetDecimal(), buy.GetProperty("qty").GetDecimal()));
        Assert.Equal(0.27m, buy.GetProperty("fee_usdt").GetDecimal());
    }

    [Fact]
    public async Task slippage_worsens_both_legs_and_the_verdict()
    {
        await using var lobby = await Lobby.Open();
        var plan = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","notional":600,"used_slippage_bps":10}""");

        Assert.Equal(("false", "not_positive_after_costs"), (plan.At("viable"), plan.At("reason")));
        Assert.Equal((60_060m, 60_089.85m), (plan.Json.GetProperty("legs")[0].GetProperty("px").GetDecimal(), plan.Json.GetProperty("legs")[1].GetProperty("px").GetDecimal()));
    }

    [Fact]
    public async Task a_block_or_a_missing_book_or_too_much_size_is_not_viable()
    {
        await using var lobby = await Lobby.Open();
        Assert.Equal("insufficient_liquidity", await Reason(lobby, "BTCUSDT", 500_000));
        lobby.Desk.Set(s => s with { Blocks = [new Block("desync", "x")] });
        Assert.Equal("desync", await Reason(lobby, "BTCUSDT", 600));
        lobby.Desk.Set(s => s with { Pairs = [s.Pairs[0] with { Quotes = [s.Pairs[0].Quotes[0]] }] });
        Assert.Equal("quote_unavailable", await Reason(lobby, "BTCUSDT", 600));
    }

    [Fact]
    public async Task the_spread_check_uses_prices_one_can_trade_at()
    {
        await using var lobby = await Lobby.Open();
        var check = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","min_spread":10}""");

        Assert.Equal(
            """{"symbol":"BTCUSDT","min_spread":10,"spread":150,"meets_min_spread":true,"long_exchange":"binance","short_exchange":"okx","cheap_ask":60000,"expensive_bid":60150}""",
            check.Text);
        Assert.Equal("false", (await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","min_spread":150.01}""")).At("meets_min_spread"));
    }

    [Fact]
    public async Task a_previewed_plan_can_be_executed_as_it_is_and_binds_the_desk()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var plan = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","notional":600,"used_slippage_bps":0}""");
        var done = await lobby.Who("a").Post("/api/arb/execute", plan.Text);

        Assert.Equal((200, "BTCUSDT", "true"), (done.Status, done.At("symbol"), done.At("plan_viable")));
        Assert.Equal((600m, 150m), lobby.Desk.Commands.OfType<DeskCommand.Execute>().Select(c => (c.NotionalUsdt, c.MinSpread!.Value)).Single());
    }

    [Fact]
    public async Task a_plan_whose_prices_are_gone_is_409_plan_moved()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var plan = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","notional":600,"used_slippage_bps":0}""");
        lobby.Desk.Set(s => s with { Pairs = [.. s.Pairs.Select(p => p with { Quotes = [.. p.Quotes.Select(q => q.Venue == Venue.Binance ? q with { Ask = new Price(60_000.1m) } : q)] })] });
        var moved = await lobby.Who("a").Post("/api/arb/execute", plan.Text);
        Assert.Equal((409, "plan_moved"), (moved.Status, moved.Detail));
        Assert.Empty(lobby.Desk.Commands);
    }

    [Fact]
    public async Task a_plan_that_the_desk_finds_moved_at_its_moment_is_409_too()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        lobby.Desk.OnExecute = _ => new CommandResult.Refused("spread_below_threshold", "moved");
        var plan = await lobby.Who("a").Post("/api/arb/preview", """{"symbol":"BTCUSDT","notional":600,"used_slippage_bps":0}""");

        Assert.Equal("plan_moved", (await lobby.Who("a").Post("/api/arb/execute", plan.Text)).Detail);
    }

    [Fact]
    public async Task a_plan_that_is_not_viable_is_422_with_its_reason()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        var reply = await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"BTCUSDT","notional":600,"viable":false,"reason":"spread_below_threshold","legs":[]}""");

        Assert.Equal((422, "spread_below_threshold"), (reply.Status, reply.Detail));
    }

    [Theory]
    [InlineData(HedgeState.Partial, "short_leg_failed")]
    [InlineData(HedgeState.Abandoned, "order_failed")]
    public async Task a_hedge_that_did_not_become_one_is_400(HedgeState state, string code)
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        lobby.Desk.OnExecute = execute =>
        {
            lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("h9", "BTCUSDT", state, execute.By, s.At)] });
            return new CommandResult.Done(new Dictionary<string, object?> { ["hedge_id"] = "h9" });
        };
        var reply = await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"BTCUSDT","min_spread":1,"notion_usdt":1000,"leverage":2}""");

        Assert.Equal((400, code), (reply.Status, reply.Detail));
    }

    [Fact]
    public async Task a_hold_between_the_legs_is_423_and_the_partial_is_named()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        lobby.Desk.OnExecute = execute =>
        {
            lobby.Desk.Set(s => s with { Hedges = [FakeDesk.Hedge("h9", "BTCUSDT", HedgeState.Partial, execute.By, s.At) with { Reason = "hold_between_legs" }] });
            return new CommandResult.Done(new Dictionary<string, object?> { ["hedge_id"] = "h9" });
        };
        var reply = await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"BTCUSDT","min_spread":1,"notion_usdt":1000,"leverage":2}""");

        Assert.Equal((423, "hold_between_legs"), (reply.Status, reply.At("detail", "error")));
        Assert.Contains("h9", reply.At("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task the_runaway_guard_during_execute_is_423_with_its_numbers()
    {
        await using var lobby = await Lobby.Open();
        lobby.Desk.Enter(DeskState.Run);
        lobby.Desk.OnExecute = _ => new CommandResult.Refused("orders_per_min_limit_exceeded:2>1", "too many orders");
        var reply = await lobby.Who("a").Post("/api/arb/execute", """{"symbol":"BTCUSDT","min_spread":1,"notion_usdt":1000,"leverage":2}""");

        Assert.Equal((423, "orders_per_min_limit_exceeded:2>1"), (reply.Status, reply.At("detail", "error")));
    }

    [Fact]
    public async Task the_opportunity_is_the_best_edge_or_nothing()
    {
        await using var lobby = await Lobby.Open();
        var best = await lobby.Who("viewer").Get("/api/arb/opportunity");
        Assert.Equal(("allowed", "binance", "1.47"), (best.At("status"), best.At("last_opportunity", "long_venue"), best.At("last_opportunity", "net_bps")));
        lobby.Desk.Set(s => s with { Pairs = [] });
        Assert.Equal("null", (await lobby.Who("viewer").Get("/api/arb/opportunity")).At("last_opportunity"));
    }

    private static async Task<string> Reason(Lobby lobby, string symbol, int notional) =>
        (await lobby.Who("a").Post("/api/arb/preview", $$"""{"symbol":"{{symbol}}","notional":{{notional}},"used_slippage_bps":0}""")).At("reason");
}
