using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Partials;

/// <summary>An open leg that somebody closed at the venue himself (R28, R45): booked when both venues prove it, and never otherwise (R29).</summary>
public class ByHandScenarios
{
    [Fact]
    public async Task trades_made_by_hand_end_the_hedge_when_both_venues_prove_them_and_their_money_is_counted_once()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        desk.Binance.TradeUntold(Naked.Btc, Side.Sell, desk.Binance.Positions[Naked.Btc], 60_010m);
        Assert.IsType<CommandResult.Done>(desk.Send(Book(desk)));
        desk.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(HedgeState.Closed, desk.Hedge.State);
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        Assert.Equal(0, desk.Count("select count(*) from foreign_fill"));
        Assert.Equal(1, desk.Count("select count(*) from event where code='hedge_closed_by_hand'"));
        desk.Until(() => desk.Snapshot.Blocks.All(block => !block.Code.StartsWith("desync", StringComparison.Ordinal)), "ledger and venues agree", 60);
        Assert.DoesNotContain(desk.Binance.Placed, order => order.ReduceOnly);
    }

    [Fact]
    public async Task what_was_booked_survives_a_kill()
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        desk.Binance.TradeUntold(Naked.Btc, Side.Sell, desk.Binance.Positions[Naked.Btc], 60_010m);
        desk.Send(Book(desk));
        desk.Advance(TimeSpan.FromMilliseconds(200));
        await desk.Crash();
        desk.Binance.Up();
        desk.Okx.Up();
        desk.Until(() => desk.Snapshot.Preflight.All(check => check.Green), "recovered", 60);
        desk.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(HedgeState.Closed, desk.Hedge.State);
        Assert.Equal(desk.Binance.Wallet + desk.Okx.Wallet - 200_000m, desk.Snapshot.RealisedPnl.Amount);
        Assert.DoesNotContain(desk.Snapshot.Blocks, block => block.Code.StartsWith("desync", StringComparison.Ordinal));
    }

    public static TheoryData<string, string> Unproven() => new()
    {
        { "nothing was done", "not_proven" },
        { "half of it was closed", "not_proven" },
        { "more than it was sold", "not_proven" },
        { "the other venue was traded", "not_proven" },
        { "the trades are told and the position says otherwise", "not_proven" },
        { "a venue is dark", "venue_dark" },
    };

    [Theory, MemberData(nameof(Unproven))]
    public async Task what_the_venues_do_not_prove_is_not_booked(string what, string code)
    {
        await using var desk = Naked.Hedge(Naked.Patient);
        var open = desk.Binance.Positions[Naked.Btc];
        switch (what)
        {
            case "half of it was closed": desk.Binance.TradeUntold(Naked.Btc, Side.Sell, Math.Floor(open * 500m) / 1_000m, 60_010m); break;
            case "more than it was sold": desk.Binance.TradeUntold(Naked.Btc, Side.Sell, open + 0.001m, 60_010m); break;
            case "the other venue was traded": desk.Okx.TradeUntold(Naked.Btc, Side.Buy, open, 60_010m); break;
            case "the trades are told and the position says otherwise":
                desk.Binance.TradeUntold(Naked.Btc, Side.Sell, open, 60_010m);
                desk.Binance.Positions[Naked.Btc] = open;
                break;
            case "a venue is dark": desk.Okx.Down(); break;
        }

        Assert.Equal(code, Assert.IsType<CommandResult.Refused>(desk.Send(Book(desk))).Code);
        Assert.Equal((HedgeState.Partial, open), (desk.Hedge.State, desk.Hedge.Long.Open.Value));
    }

    [Fact]
    public async Task a_hedge_that_is_not_partial_has_nothing_to_prove()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        Assert.Equal("hedge_not_partial", Assert.IsType<CommandResult.Refused>(desk.Send(new DeskCommand.BookByHand("a", "nobody"))).Code);
    }

    private static DeskCommand.BookByHand Book(DeskHarness desk) => new("operator-a", desk.Hedge.Id);
}
