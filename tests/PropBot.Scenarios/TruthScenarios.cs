using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;
using PropBot.Trading.Amounts;

namespace PropBot.Scenarios;

/// <summary>The desync drill (P12, P13, R29): what a venue and the ledger do not agree on is found within one cycle and leaves only when both do.</summary>
public class TruthScenarios
{
    private static readonly TimeSpan Cycle = new ReconciliationOptions().Every;

    [Fact]
    public async Task a_position_closed_by_hand_is_found_within_one_cycle_and_blocks_until_the_venue_agrees()
    {
        await using var desk = new DeskHarness();
        Hedged(desk);
        var held = desk.Okx.Positions["BTCUSDT"];
        var hand = desk.Okx.TradeUntold("BTCUSDT", Side.Buy, -held, 60_300m);
        Found(desk, MismatchKind.PositionMissingOnExchange, Venue.Okx);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "foreign_order");
        desk.Settle();
        Assert.Equal(1L, Count(desk, $"select count(*) from foreign_fill where trade_id='{hand.TradeId}'"));
        Desynced(desk);
        Assert.Contains(desk.Snapshot.Truth.Reconciliation.Open, s => s.Issue.Kind == MismatchKind.NakedDelta);
        RefusedToLeave(desk);
        desk.Okx.TradeUntold("BTCUSDT", Side.Sell, -held, 60_300m);
        Agreed(desk);
        Assert.Equal(2, desk.Binance.Placed.Count + desk.Okx.Placed.Count);
    }

    [Fact]
    public async Task a_position_of_the_wrong_size_is_found_within_one_cycle()
    {
        await using var desk = new DeskHarness();
        Hedged(desk);
        desk.Binance.Positions["BTCUSDT"] += 0.002m;
        Found(desk, MismatchKind.PositionSizeMismatch, Venue.Binance);
        Desynced(desk);
        RefusedToLeave(desk);
        desk.Binance.Positions["BTCUSDT"] -= 0.002m;
        Agreed(desk);
    }

    [Fact]
    public async Task a_foreign_order_is_told_at_first_sight_and_is_not_touched()
    {
        await using var desk = new DeskHarness();
        Hedged(desk);
        desk.Okx.OpenOrders.Add(new OrderUpdate(
            Venue.Okx, "BTCUSDT", "", "hand7", Side.Buy, new Quantity(0.01m), new Price(50_000m), false, VenueOrderStatus.Live, Quantity.Zero, null, "", desk.Clock.GetUtcNow()));
        Found(desk, MismatchKind.UnexpectedExchangeOrder, Venue.Okx);
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "foreign_order");
        Desynced(desk);
        RefusedToLeave(desk);
        Assert.Equal(0, desk.Okx.CancelAlls);
        desk.Okx.OpenOrders.Clear();
        Agreed(desk);
        Assert.Equal(1L, Count(desk, "select count(*) from alert where kind='unexpected_exchange_order'"));
    }

    [Fact]
    public async Task a_trade_of_ours_that_never_reached_us_is_booked_and_the_books_agree_again()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.Script.Enqueue(Treatment.Expire);
        desk.Okx.Script.Enqueue(Treatment.Expire);
        desk.Dear();
        desk.Until(() => desk.Binance.Placed.Count + desk.Okx.Placed.Count == 1, "first leg");
        desk.Send(new DeskCommand.SetSafeMode("a", true));
        desk.Advance(TimeSpan.FromSeconds(3));
        var venue = desk.Binance.Placed.Count == 1 ? desk.Binance : desk.Okx;
        var order = venue.Placed.Single();
        desk.Advance(Cycle);
        var late = venue.TradeUntold("BTCUSDT", order.Side, order.Quantity.Value, 60_000m, order.Id.Value);
        desk.Until(() => Count(desk, $"select count(*) from fill where trade_id='{late.TradeId}'") == 1, "booked", Cycle.TotalSeconds + 1);
        Assert.Equal(1L, Count(desk, "select count(*) from event where code='fill_caught_up'"));
        desk.Until(() => desk.Snapshot.Hedges.Any(h => h.State == HedgeState.Partial), "the hedge knows of it");
        desk.Until(() => desk.Snapshot.Blocks.All(b => !b.Code.StartsWith("desync", StringComparison.Ordinal)), "agreement");
        Assert.DoesNotContain(desk.Snapshot.HoldReasons, r => r.Code is "desync" or "foreign_order");
    }

    [Fact]
    public async Task somebody_elses_round_trip_is_told_once_also_across_a_restart()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Advance(Cycle);
        desk.Okx.TradeUntold("BTCUSDT", Side.Buy, 0.01m, 60_000m);
        desk.Okx.TradeUntold("BTCUSDT", Side.Sell, 0.01m, 60_010m);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "foreign_order"), "told", Cycle.TotalSeconds + 1);
        desk.Settle();
        Assert.Equal(2L, Count(desk, "select count(*) from foreign_fill"));
        Agreed(desk);
        await desk.Crash();
        desk.Advance(Cycle * 3);
        Assert.Equal(2L, Count(desk, "select count(*) from alert where kind='fill_missing_in_ledger'"));
        Assert.Equal(0L, Count(desk, "select count(*) from alert where kind='balance_mismatch'"));
    }

    [Fact]
    public async Task trading_itself_is_never_a_mismatch()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        for (var i = 0; i < 5; i++)
        {
            // A pair rests two seconds between attempts, and only a quote starts one.
            desk.Advance(TimeSpan.FromMilliseconds(2_100 + i * 300));
            desk.Dear();
            desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
            desk.Quiet(60_010m);
            desk.Until(() => desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned), "closed");
        }

        desk.Advance(Cycle * 2);
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        Assert.Equal(ConvergencePhase.Clean, desk.Snapshot.Truth.Reconciliation.Phase);
        Assert.Equal(0L, Count(desk, "select count(*) from reconciliation_alert"));
        Assert.NotNull(desk.Snapshot.Truth.Reconciliation.LastCleanAt);
    }

    [Fact]
    public async Task a_dark_venue_leaves_the_desync_as_it_is_and_it_is_escalated()
    {
        await using var desk = new DeskHarness();
        Hedged(desk);
        desk.Binance.Positions["BTCUSDT"] += 0.002m;
        Desynced(desk);
        desk.Okx.Dark = true;
        desk.Binance.Positions["BTCUSDT"] -= 0.002m;
        desk.Advance(TimeSpan.FromSeconds(70));
        Assert.True(desk.Snapshot.Truth.Reconciliation is { IsDesync: true, Escalated: true });
        Assert.Equal(1L, Count(desk, "select count(*) from event where code='desync_escalated'"));
        desk.Okx.Dark = false;
        Agreed(desk);
    }

    [Fact]
    public async Task the_days_loss_is_a_hold_refuses_the_resume_and_survives_a_restart()
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxDailyLossUsdt = 50m } });
        desk.Run();
        desk.Advance(Cycle);
        desk.Okx.TradeUntold("BTCUSDT", Side.Buy, 0.1m, 60_000m);
        desk.Okx.TradeUntold("BTCUSDT", Side.Sell, 0.1m, 59_400m);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "risk_limit breach: MAX_DAILY_LOSS_USDT"), "hold", Cycle.TotalSeconds + 2);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "daily_loss");
        await desk.Crash();
        desk.Until(() => desk.Snapshot.Blocks.Any(b => b.Code == "daily_loss"), "still reached after a restart");
        var lost = Assert.IsType<DailyLossReading.Known>(desk.Snapshot.Truth.DailyLoss).Lost.Amount;
        Assert.True(lost is > 60m and < 70m, $"lost {lost}");
    }

    [Fact]
    public async Task money_that_comes_hides_no_loss_and_money_that_goes_counts_as_one()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Advance(Cycle);
        desk.Binance.Transfer(500m);
        desk.Until(() => Count(desk, "select count(*) from transfer") == 1, "taken as a transfer", 45);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(0m, Assert.IsType<DailyLossReading.Known>(desk.Snapshot.Truth.DailyLoss).Lost.Amount);
        desk.Binance.Transfer(-40m);
        desk.Until(() => Count(desk, "select count(*) from alert where kind='balance_mismatch'") == 2, "told", 45);
        desk.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(40m, Assert.IsType<DailyLossReading.Known>(desk.Snapshot.Truth.DailyLoss).Lost.Amount);
        Assert.DoesNotContain(desk.Snapshot.Blocks, b => b.Code is "desync" or "daily_loss");
    }

    [Theory, InlineData(-500), InlineData(500)]
    public async Task a_transfer_the_venue_names_neither_trips_nor_masks_the_days_loss(int usdt)
    {
        await using var desk = new DeskHarness(o => o with { Limits = o.Limits with { MaxDailyLossUsdt = 50m } });
        desk.Run();
        desk.Advance(Cycle);
        desk.Binance.Transfer(usdt, told: true);
        var worst = 0m;
        for (var i = 0; i < 60; i++)
        {
            desk.Advance(TimeSpan.FromMilliseconds(500));
            if (desk.Snapshot.Truth.DailyLoss is DailyLossReading.Known known) worst = Math.Max(worst, Math.Abs(known.Lost.Amount));
        }

        Assert.Equal(0m, worst);
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
        Assert.Equal(1L, Count(desk, "select count(*) from transfer where kind='transfer'"));
        Assert.Equal(0L, Count(desk, "select count(*) from alert where kind='balance_mismatch'"));
        desk.Okx.TradeUntold("BTCUSDT", Side.Buy, 0.1m, 60_000m);
        desk.Okx.TradeUntold("BTCUSDT", Side.Sell, 0.1m, 59_400m);
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "risk_limit breach: MAX_DAILY_LOSS_USDT"), "a real loss is seen beside it", Cycle.TotalSeconds + 5);
        await desk.Crash();
        desk.Until(() => desk.Snapshot.Truth.DailyLoss is DailyLossReading.Known, "valued again", 30);
        Assert.InRange(((DailyLossReading.Known)desk.Snapshot.Truth.DailyLoss).Lost.Amount, 60m, 70m);
    }

    [Fact]
    public async Task a_closed_hedges_parts_are_its_realised_money_and_name_what_the_second_leg_lost()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        // The first leg's fill is found by asking only; meanwhile the other book moves against us.
        desk.Binance.Script.Enqueue(Treatment.FillInSilence);
        desk.Okx.Script.Enqueue(Treatment.FillInSilence);
        desk.Binance.WhenPlaced = () => desk.Okx.Quote(0, 60_295.5m, 60_296.5m);
        desk.Okx.WhenPlaced = () => desk.Binance.Quote(0, 60_001.5m, 60_002.5m);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        (desk.Binance.WhenPlaced, desk.Okx.WhenPlaced) = (null, null);
        desk.Quiet(60_010m);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Closed), "closed");
        desk.Advance(TimeSpan.FromSeconds(1));
        var parts = Attribution.Of(desk.Ledger.Read(db => FillStore.Load(db, desk.Hedge)), Marks.None);
        Assert.Equal(desk.Hedge.Realised, parts.Total);
        Assert.True(parts.Legging.Amount < 0m, $"legging {parts.Legging}");
        Assert.Equal(0m, parts.Slippage.Amount);
        Assert.NotNull(EdgeLedger.Of(desk.Hedge, parts));
    }

    [Fact]
    public async Task pnl_snapshots_are_kept_every_five_minutes()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        var before = Count(desk, "select count(*) from pnl_snapshot");
        desk.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(before + 2, Count(desk, "select count(*) from pnl_snapshot"));
        Assert.True(Count(desk, "select count(*) from equity") >= 10);
    }

    private static void Hedged(DeskHarness desk)
    {
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
        desk.Advance(TimeSpan.FromSeconds(6));
    }

    private static void Found(DeskHarness desk, MismatchKind kind, Venue venue)
    {
        desk.Until(() => Issue(desk, kind) is not null, kind.Word(), Cycle.TotalSeconds + 0.1);
        Assert.Equal(venue, Issue(desk, kind)!.Venue);
    }

    private static Mismatch? Issue(DeskHarness desk, MismatchKind kind) => desk.Snapshot.Truth.Reconciliation.Open.FirstOrDefault(s => s.Issue.Kind == kind)?.Issue;

    private static void Desynced(DeskHarness desk)
    {
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "STATE DESYNC", Cycle.TotalSeconds + 5);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "desync" && b.Text.StartsWith("STATE DESYNC", StringComparison.Ordinal));
        desk.Advance(TimeSpan.FromMilliseconds(50));
        Assert.True(Count(desk, "select count(*) from reconciliation_alert") >= 1);
    }

    private static void RefusedToLeave(DeskHarness desk)
    {
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId)));
        Assert.Contains("desync", (string[])refused.Data["blocked_by"]!);
    }

    private static void Agreed(DeskHarness desk)
    {
        desk.Until(() => desk.Snapshot.Truth.Reconciliation.Phase == ConvergencePhase.Clean, "agreement", 40);
        Assert.DoesNotContain(desk.Snapshot.Blocks, b => b.Code.StartsWith("desync", StringComparison.Ordinal));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    private static long Count(DeskHarness desk, string sql) => desk.Ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    });
}
