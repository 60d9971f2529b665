using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Brakes;

/// <summary>R16 where it depends on what is known: refusals of every kind, fills that come late, a venue that does not answer, the unwinding switched off.</summary>
public class NakedTruthScenarios
{
    private const string Btc = "BTCUSDT";

    public static TheoryData<RefusalKind> Kinds() => [.. Enum.GetValues<RefusalKind>()];

    [Theory, MemberData(nameof(Kinds))]
    public async Task whatever_kind_of_no_the_second_leg_gets_the_first_is_taken_back_in_time_and_nothing_repairs_it(RefusalKind kind)
    {
        await using var desk = Partial(d => (d.Okx.Always, d.Okx.Refusal) = (Treatment.Refuse, new VenueRefusal(kind, "-9999", "no")));
        var since = desk.Clock.GetUtcNow();
        UntilFlat(desk);
        Assert.InRange((desk.Clock.GetUtcNow() - since).TotalSeconds, 50, 62);
        Assert.All(desk.Okx.Placed.Concat(desk.Binance.Placed).Where(o => o.ValidUntil > since + TimeSpan.FromSeconds(2)), order => Assert.True(order.ReduceOnly));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }

    [Fact]
    public async Task a_fill_that_arrives_after_its_order_was_proven_absent_is_a_partial_and_taken_back_in_time()
    {
        await using var desk = new DeskHarness(o => o with { Hedging = o.Hedging with { AttemptPause = TimeSpan.FromMinutes(10) } });
        desk.Run();
        desk.Binance.Script.Enqueue(Treatment.Vanish);
        desk.Dear();
        desk.Advance(TimeSpan.FromMilliseconds(100));
        desk.Until(() => desk.Snapshot.Hedges.IsEmpty, "abandoned", 10);
        desk.Quiet();
        desk.Advance(TimeSpan.FromSeconds(12));
        var order = desk.Binance.Placed.Single();
        desk.Binance.TradeUntold(Btc, order.Side, order.Quantity.Value, 60_000m, order.Id.Value);
        desk.Until(() => desk.Snapshot.Hedges.Any(h => h.State == HedgeState.Partial), "the hedge knows of it", 15);
        var since = desk.Clock.GetUtcNow();
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        UntilFlat(desk);
        Assert.InRange((desk.Clock.GetUtcNow() - since).TotalSeconds, 40, 62);
    }

    [Fact]
    public async Task while_the_second_legs_venue_is_dark_and_its_order_unknown_nothing_is_sent_and_somebody_is_told_every_minute()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.WhenPlaced = () => desk.Okx.Dark = true;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 6);
        desk.Binance.WhenPlaced = null;
        var sent = desk.Binance.Placed.Count + desk.Okx.Placed.Count;
        desk.Advance(TimeSpan.FromSeconds(185));
        Assert.Equal(sent, desk.Binance.Placed.Count + desk.Okx.Placed.Count);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "naked_bound");
        Assert.Equal(3, Told(desk));
        desk.Okx.Dark = false;
        var since = desk.Clock.GetUtcNow();
        UntilFlat(desk);
        Assert.InRange((desk.Clock.GetUtcNow() - since).TotalSeconds, 0, 15);
    }

    [Fact]
    public async Task switched_off_nothing_is_taken_back_and_somebody_is_told_every_minute()
    {
        await using var desk = Partial(d => d.Okx.Always = Treatment.Refuse, o => o with { Hedging = o.Hedging with { NakedAutoUnwind = false } });
        var sent = desk.Binance.Placed.Count + desk.Okx.Placed.Count;
        desk.Advance(TimeSpan.FromSeconds(185));
        Assert.Equal(sent, desk.Binance.Placed.Count + desk.Okx.Placed.Count);
        Assert.Equal(3, Told(desk));
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == "naked_bound");
    }

    private static DeskHarness Partial(Action<DeskHarness> trouble, Func<TradingOptions, TradingOptions>? change = null)
    {
        var desk = new DeskHarness(change);
        desk.Run();
        trouble(desk);
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial", 10);
        return desk;
    }

    private static void UntilFlat(DeskHarness desk) => desk.Until(
        () =>
        {
            desk.Quiet();
            return Venues.All.All(v => desk.On(v).Positions.GetValueOrDefault(Btc) == 0m) && desk.Hedges.All(h => h.State is HedgeState.Closed or HedgeState.Abandoned);
        },
        "flat", 120);

    private static int Told(DeskHarness desk) => desk.Ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "select count(*) from alert where kind='naked_leg'";
        return (int)(long)command.ExecuteScalar()!;
    });
}
