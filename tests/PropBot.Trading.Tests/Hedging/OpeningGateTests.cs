using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Hedging;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Tests.Hedging;

public class OpeningGateTests
{
    private static readonly GateFacts Good = new()
    {
        State = DeskState.Run,
        RedPreflight = null,
        PreflightDone = true,
        Fresh = true,
        Blocks = [],
        NotionalUsdt = 1_000m,
        Leverage = 2m,
        OpenHedges = 0,
        OpenNotionalUsdt = 0m,
        OpenDirectionBuy = null,
        Buy = Venue.Binance,
        AvailableBuy = 10_000m,
        AvailableSell = 10_000m,
        LedgerWritable = true,
        OrdersFit = true,
        OrdersExceeded = "",
    };

    public static TheoryData<string, GateFacts> Refusals() => new()
    {
        { "hold_active", Good with { State = DeskState.Hold } },
        { "safe_mode", Good with { State = DeskState.StandbySafe } },
        { "safe_mode", Good with { State = DeskState.RunSafe } },
        { "not_running", Good with { State = DeskState.Standby } },
        { "preflight_not_passed", Good with { PreflightDone = false } },
        { "preflight:clock_okx", Good with { RedPreflight = "clock_okx" } },
        { "book_stale", Good with { Fresh = false } },
        { "partial_hedge", Good with { Blocks = [new Block("partial_hedge", "x")] } },
        { "ledger_unavailable", Good with { LedgerWritable = false } },
        { "invalid_notional", Good with { NotionalUsdt = 0m } },
        { "per_position_limit_exceeded", Good with { NotionalUsdt = 50_000.01m } },
        { "too_many_open_positions", Good with { OpenHedges = 3 } },
        { "total_notional_limit_exceeded", Good with { OpenNotionalUsdt = 149_000.01m } },
        { "leverage_limit_exceeded", Good with { Leverage = 5.1m } },
        { "leverage_limit_exceeded", Good with { Leverage = 0m } },
        { "opposite_direction_open", Good with { OpenDirectionBuy = Venue.Okx } },
        { "balance_unknown", Good with { AvailableSell = null } },
        { "insufficient_balance", Good with { AvailableBuy = 524m } },
        { "orders_per_min_limit_exceeded:301>300", Good with { OrdersFit = false, OrdersExceeded = "orders_per_min_limit_exceeded:301>300" } },
    };

    [Fact]
    public void when_everything_is_right_it_does_not_object() => Assert.Null(OpeningGate.Check(Good, new LimitOptions()));

    [Theory, MemberData(nameof(Refusals))]
    public void each_thing_that_is_wrong_refuses_with_its_own_code(string code, GateFacts facts)
    {
        var refusal = OpeningGate.Check(facts, new LimitOptions());
        Assert.Equal(code, refusal?.Code);
        Assert.NotEqual("", refusal!.Text);
    }

    [Fact]
    public void hold_is_named_before_anything_else() =>
        Assert.Equal("hold_active", OpeningGate.Check(Good with { State = DeskState.Hold, NotionalUsdt = -1m, Fresh = false }, new LimitOptions())?.Code);

    [Fact]
    public void a_limit_on_the_days_loss_refuses_at_the_limit_and_when_the_day_cannot_be_evaluated()
    {
        var limits = new LimitOptions { MaxDailyLossUsdt = 50m };
        Assert.Equal("daily_loss_unknown", OpeningGate.Check(Good, limits)?.Code);
        Assert.Contains("no fresh mark", OpeningGate.Check(Good with { DailyLoss = new DailyLossReading.CannotEvaluate("okx: no fresh mark") }, limits)!.Text, StringComparison.Ordinal);
        Assert.Null(OpeningGate.Check(Good with { DailyLoss = Lost(49.99m) }, limits));
        Assert.Equal("daily_loss", OpeningGate.Check(Good with { DailyLoss = Lost(50m) }, limits)?.Code);
        Assert.Null(OpeningGate.Check(Good with { DailyLoss = Lost(50m) }, new LimitOptions()));
    }

    private static DailyLossReading.Known Lost(decimal usdt) =>
        new(Money.OfUsdt(usdt), Money.OfUsdt(1_000m), DateTimeOffset.UnixEpoch, Money.OfUsdt(0m), Money.OfUsdt(1_000m - usdt));
}
