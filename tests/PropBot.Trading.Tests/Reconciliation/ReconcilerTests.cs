using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Reconciliation;
using static PropBot.Trading.Tests.Reconciliation.Sides;

namespace PropBot.Trading.Tests.Reconciliation;

public class ReconcilerTests
{
    [Fact]
    public void a_ledger_and_two_venues_that_agree_have_nothing_to_say()
    {
        var report = Report();
        Assert.Empty(report.Issues);
        Assert.True(report.IsComplete);
        Assert.Empty(report.CatchUp);
    }

    [Fact]
    public void a_position_closed_by_hand_is_missing_on_the_exchange()
    {
        var issue = Single(Report(okx: Okx with { Positions = [] }), MismatchKind.PositionMissingOnExchange);
        Assert.Equal((Venue.Okx, "BTCUSDT", "short", -0.5m, 0m), (issue.Venue, issue.Symbol, issue.Side, issue.Expected, issue.Actual));
        Assert.True(issue.IsDesync);
        Assert.Equal("okx BTCUSDT: the ledger holds short 0.5, the venue nothing", issue.Text);
    }

    [Fact]
    public void a_position_of_another_size_is_a_size_mismatch()
    {
        var issue = Single(Report(binance: Binance with { Positions = [Position(Venue.Binance, "BTCUSDT", 0.4m)] }), MismatchKind.PositionSizeMismatch);
        Assert.Equal((0.5m, 0.4m), (issue.Expected, issue.Actual));
        Assert.True(issue.IsDesync);
    }

    [Fact]
    public void a_position_only_the_venue_knows_is_unexpected_and_foreign()
    {
        var issue = Single(
            Report(okx: Okx with { Positions = [.. Okx.Positions!, Position(Venue.Okx, "ETHUSDT", 2m)] }), MismatchKind.UnexpectedExchangePosition);
        Assert.True(issue is { IsForeign: true, IsDesync: true, Symbol: "ETHUSDT", Side: "long" });
    }

    [Theory]
    [InlineData("0.5001", false)]
    [InlineData("0.501", true)]
    public void a_difference_within_the_tolerance_and_below_dust_is_told_and_no_desync(string held, bool desync)
    {
        // 0.0001 BTC are 6 USDT, below dust; 0.001 are within one percent and worth 60.
        var actual = decimal.Parse(held, System.Globalization.CultureInfo.InvariantCulture);
        var issue = Single(Report(binance: Binance with { Positions = [Position(Venue.Binance, "BTCUSDT", actual)] }), MismatchKind.PositionSizeMismatch);
        Assert.Equal(desync, issue.IsDesync);
    }

    [Theory]
    [InlineData(OrderState.Intended)]
    [InlineData(OrderState.Sent)]
    [InlineData(OrderState.Unknown)]
    public void an_order_in_flight_is_no_mismatch_but_a_not_yet(OrderState state)
    {
        var report = Report(Books with { Orders = [Order(Venue.Binance, "p0tag000001b02", state)] }, Binance with { Positions = [] });
        Assert.Empty(report.Desyncs);
        Assert.Equal((Venue.Binance, "BTCUSDT"), (report.Pending.Single().Venue, report.Pending.Single().Symbol));
        Assert.False(report.IsComplete);
    }

    [Fact]
    public void an_order_that_is_short_of_fills_is_waited_for() =>
        Assert.Empty(Report(Books with { Orders = [Order(Venue.Binance, "x", OrderState.Filled, outstanding: true)] }, Binance with { Positions = [] }).Desyncs);

    [Fact]
    public void an_answer_asked_before_the_last_order_activity_proves_nothing()
    {
        var moved = Books with { LastActivity = Books.LastActivity.Add((Venue.Okx, "BTCUSDT"), Noon.AddMilliseconds(-500)) };
        Assert.Empty(Report(moved, okx: Okx with { Positions = [] }).Desyncs);
        Assert.NotEmpty(Report(moved, okx: Okx with { Positions = [], AskedAt = Noon.AddSeconds(1) }).Desyncs);
    }

    [Fact]
    public void an_order_nobody_of_us_placed_is_foreign()
    {
        var issue = Single(Report(binance: Binance with { OpenOrders = [Resting(Venue.Binance, "")] }), MismatchKind.UnexpectedExchangeOrder);
        Assert.True(issue is { IsForeign: true, IsDesync: true, Subject: "77" });
        Assert.Contains("is not ours", issue.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("p0tag000001b01")]
    [InlineData("p0tag00000zb07")]
    public void our_order_that_rests_though_it_should_be_over_is_unexpected_and_not_foreign(string id)
    {
        var over = Books with { Orders = [Order(Venue.Binance, "p0tag000001b01", OrderState.Ended)] };
        Assert.False(Single(Report(over, Binance with { OpenOrders = [Resting(Venue.Binance, id)] }), MismatchKind.UnexpectedExchangeOrder).IsForeign);
    }

    [Fact]
    public void a_live_order_the_venue_does_not_list_is_missing_and_one_it_lists_is_not()
    {
        var live = Books with { Orders = [Order(Venue.Binance, "p0tag000001b01", OrderState.Live)] };
        Assert.Equal("p0tag000001b01", Single(Report(live), MismatchKind.OrderMissingOnExchange).Subject);
        Assert.Empty(Report(live, Binance with { OpenOrders = [Resting(Venue.Binance, "p0tag000001b01")] }).Issues);
        Assert.Empty(Report(live, Binance with { OpenOrders = [Resting(Venue.Binance, "", "vp0tag000001b01")] }).Issues);
    }

    [Fact]
    public void a_trade_of_ours_that_only_the_venue_has_is_caught_up()
    {
        var report = Report(Books with { Fills = [Booked(Venue.Okx, "o1", Side.Sell)] });
        var issue = Single(report, MismatchKind.FillMissingInLedger);
        Assert.True(issue is { IsCatchUp: true, IsForeign: false, Subject: "b1" });
        Assert.Equal("b1", Assert.Single(report.CatchUp).TradeId);
    }

    [Fact]
    public void a_trade_of_an_order_in_flight_is_booked_and_no_mismatch()
    {
        var report = Report(Books with { Fills = [Booked(Venue.Okx, "o1", Side.Sell)], Orders = [Order(Venue.Binance, "p0tag000001b01", OrderState.Sent)] });
        Assert.Empty(report.Issues);
        Assert.Single(report.CatchUp);
    }

    [Fact]
    public void somebody_elses_trade_is_foreign_is_never_booked_and_is_told_once()
    {
        var told = Okx with { Fills = [new FillsTold("BTCUSDT", Since, [.. Okx.Fills[0].Trades!, Trade(Venue.Okx, "o9", Side.Buy, order: "hand")])] };
        var report = Report(okx: told);
        Assert.True(Single(report, MismatchKind.FillMissingInLedger).IsForeign);
        Assert.Empty(report.CatchUp);
        Assert.Empty(Report(Books with { ForeignFills = [new FillKey(Venue.Okx, "BTCUSDT", "o9", Side.Buy)] }, okx: told).Issues);
    }

    [Fact]
    public void a_trade_only_the_ledger_has_is_unknown_to_the_exchange_when_the_answer_covers_it()
    {
        var issue = Single(Report(okx: Okx with { Fills = [new FillsTold("BTCUSDT", Since, [])] }), MismatchKind.FillUnknownToExchange);
        Assert.Equal(("o1", 0.5m, 0m), (issue.Subject, issue.Expected, issue.Actual));
        Assert.Empty(Report(okx: Okx with { Fills = [new FillsTold("BTCUSDT", Noon.AddMinutes(-5), [])] }).Issues);
        Assert.Empty(Report(okx: Okx with { Fills = [] }).Issues);
    }

    [Fact]
    public void one_trade_id_on_both_sides_is_two_trades()
    {
        var crossed = Okx with { Fills = [new FillsTold("BTCUSDT", Since, [Trade(Venue.Okx, "o1", Side.Sell), Trade(Venue.Okx, "o1", Side.Buy)])] };
        Assert.Equal("long", Single(Report(okx: crossed), MismatchKind.FillMissingInLedger).Side);
    }

    [Fact]
    public void cash_that_fills_do_not_explain_is_told_beyond_its_tolerance()
    {
        var issue = Single(Report(okx: Word(Venue.Okx, -0.5m, 99_900m)), MismatchKind.BalanceMismatch);
        Assert.False(issue.IsDesync);
        Assert.Equal((130_000m, 129_900m), (issue.Expected, issue.Actual));
        Assert.Empty(Report(okx: Word(Venue.Okx, -0.5m, 99_990m)).Issues);
    }

    [Fact]
    public void both_legs_gone_the_same_way_leave_no_naked_delta_and_one_leg_gone_does()
    {
        var both = Report(binance: Binance with { Positions = [] }, okx: Okx with { Positions = [] });
        Assert.DoesNotContain(both.Issues, i => i.Kind == MismatchKind.NakedDelta);
        var naked = Single(Report(okx: Okx with { Positions = [] }), MismatchKind.NakedDelta);
        Assert.Equal(((Venue?)null, "BTC", "long", 0m, 0.5m), (naked.Venue, naked.Symbol, naked.Side, naked.Expected, naked.Actual));
    }

    [Fact]
    public void a_partial_the_ledger_knows_of_is_told_and_no_desync()
    {
        var partial = Books with { Legs = [Leg(Venue.Binance, Side.Buy, 0.5m) with { Stalled = true }, Leg(Venue.Okx, Side.Sell, 0m) with { Stalled = true, Wanted = 0.5m }] };
        var report = Report(partial with { Cash = [] }, okx: Okx with { Positions = [] });
        Assert.Equal([MismatchKind.PartialLegStalled, MismatchKind.NakedDelta], report.Issues.Select(i => i.Kind));
        Assert.Empty(report.Desyncs);
    }

    [Fact]
    public void what_a_venue_did_not_answer_is_neither_clean_nor_wrong()
    {
        var report = Report(okx: new VenueWord(Venue.Okx, Noon));
        Assert.Empty(report.Issues);
        Assert.Equal(Venue.Okx, Assert.Single(report.Silent));
        Assert.False(report.IsComplete);
    }

    private static Mismatch Single(ReconciliationReport report, MismatchKind kind) => Assert.Single(report.Issues, issue => issue.Kind == kind);
}
