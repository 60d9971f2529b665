using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios;

/// <summary>The duty of care for what is open (R15): in RUN, in HOLD, after a crash, with a venue dark.</summary>
public class GuardianScenarios
{
    private static void OpenThenHold(DeskHarness desk)
    {
        desk.Run();
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "a hedge");
        desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        desk.Quiet();
        desk.Binance.Mark(0, 60_000m);
        desk.Okx.Mark(0, 60_000m);
        desk.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>The venue's isolated margin stays as it is, so a smaller position is liquidated later.</summary>
    private static Func<string, decimal, decimal?> ShortDiesAt(decimal price, decimal full) => (_, held) => held < 0m ? 60_000m + ((price - 60_000m) * full / -held) : null;

    [Fact]
    public async Task near_a_liquidation_both_legs_get_smaller_in_hold_until_the_distance_is_restored()
    {
        await using var desk = new DeskHarness();
        OpenThenHold(desk);
        var full = desk.Hedge.Long.Open.Value;
        desk.Okx.Liquidation = desk.Hedge.Short.Venue == Venue.Okx ? ShortDiesAt(63_500m, full) : (_, _) => null;
        desk.Binance.Liquidation = desk.Hedge.Short.Venue == Venue.Binance ? ShortDiesAt(63_500m, full) : (_, _) => null;
        desk.Until(() => desk.Hedge.Long.Open.Value < full && desk.Hedge.State == HedgeState.Hedged, "a trimmed hedge", seconds: 60);
        desk.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(desk.Hedge.Long.Open, desk.Hedge.Short.Open);
        Assert.True(desk.Hedge.Long.Open.Value is > 0m and < 0.9m, $"{desk.Hedge.Long.Open} of {full}");
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Equal(0m, desk.Binance.Positions["BTCUSDT"] + desk.Okx.Positions["BTCUSDT"]);
        Assert.All(desk.Binance.Placed.Skip(1).Concat(desk.Okx.Placed.Skip(1)), order => Assert.True(order.ReduceOnly));
    }

    [Fact]
    public async Task while_a_venue_is_dark_nothing_is_sent_and_somebody_is_told()
    {
        await using var desk = new DeskHarness();
        OpenThenHold(desk);
        var full = desk.Hedge.Long.Open.Value;
        desk.On(desk.Hedge.Short.Venue).Liquidation = ShortDiesAt(62_000m, full);
        desk.Advance(TimeSpan.FromMilliseconds(200));
        desk.On(desk.Hedge.Long.Venue).Down();
        desk.Advance(TimeSpan.FromSeconds(40));
        Assert.Equal(full, desk.Hedge.Long.Open.Value);
        Assert.Equal(full, desk.Hedge.Short.Open.Value);
    }

    [Fact]
    public async Task with_market_data_down_the_accounts_own_mark_is_what_counts()
    {
        await using var desk = new DeskHarness();
        OpenThenHold(desk);
        var (full, venue) = (desk.Hedge.Long.Open.Value, desk.On(desk.Hedge.Short.Venue));
        venue.Liquidation = ShortDiesAt(70_000m, full);
        venue.AccountMark = 69_000m;
        desk.Advance(TimeSpan.FromSeconds(25));
        Assert.Empty(Alerts(desk, "liquidation_near"));
        desk.Advance(TimeSpan.FromSeconds(20));
        Assert.NotEmpty(Alerts(desk, "guardian_trim"));
    }

    [Fact]
    public async Task a_quantity_in_dispute_of_one_coin_does_not_keep_the_guardian_from_another()
    {
        await using var desk = new DeskHarness(o => o with { Universe = new PairUniverse(["BTCUSDT", "ETHUSDT"]) });
        OpenThenHold(desk);
        var full = desk.Hedge.Long.Open.Value;
        desk.Binance.Positions["ETHUSDT"] = 1m;
        desk.Until(() => desk.Snapshot.HoldReasons.Any(r => r.Code == "desync"), "STATE DESYNC of ETH", 40);
        desk.On(desk.Hedge.Short.Venue).Liquidation = ShortDiesAt(63_500m, full);
        Mark(desk);
        desk.Until(() => desk.Hedge.Long.Open.Value < full && desk.Hedge.State == HedgeState.Hedged, "BTC is trimmed", seconds: 30);
        Assert.Contains(desk.Snapshot.Blocks, b => b.Code == "desync");
    }

    [Fact]
    public async Task a_leg_of_a_partial_hedge_near_its_liquidation_is_told_too()
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { NakedAutoUnwind = false } });
        desk.Run();
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        desk.Binance.Liquidation = (_, _) => 59_000m;
        Mark(desk);
        desk.Until(() => Alerts(desk, "liquidation_near").Count > 0, "told", 15);
        Assert.Equal(HedgeState.Partial, desk.Hedge.State);
    }

    private static void Mark(DeskHarness desk)
    {
        desk.Binance.Mark(0, 60_000m);
        desk.Okx.Mark(0, 60_000m);
    }

    [Fact]
    public async Task open_hedges_in_hold_are_told_again_every_fifteen_minutes()
    {
        await using var desk = new DeskHarness();
        OpenThenHold(desk);
        desk.Advance(TimeSpan.FromMinutes(31));
        var told = Alerts(desk, "open_in_hold");
        Assert.Equal(2, told.Count);
        Assert.All(told, text => Assert.Contains("PnL", text, StringComparison.Ordinal));
    }

    private static List<string> Alerts(DeskHarness desk, string kind) => desk.Ledger.Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select text from alert where kind=$kind order by id";
        command.Parameters.AddWithValue("$kind", kind);
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read()) texts.Add(rows.GetString(0));
        return texts;
    });
}
