using PropBot.Testing.Lines;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Scenarios.Worlds;

/// <summary>Orders whose outcome is not told: the whole desk with its real connectors finds out, and never sends one twice.</summary>
public class UnknownOrderScenarios
{
    private const string Unknown = "Unknown error, please check your request or try again later.";

    [Fact]
    public async Task case_33_an_order_that_lives_behind_a_503_is_found_by_its_client_id_and_no_second_one_leaves()
    {
        await using var world = Story.World();
        world.Binance.ForgedReplies.Enqueue((true, Story.Binance(503, 0, Unknown)));
        world.MakeEdge();
        world.UntilHedged();
        var hedge = world.Snapshot.Hedges.First(h => h.State == HedgeState.Hedged);
        Assert.Single(world.Core(Venue.Binance).Orders(), o => o.ClientId.StartsWith(hedge.Id, StringComparison.Ordinal));
        world.EndsWell();
    }

    [Fact]
    public async Task case_34_an_order_that_never_was_is_proven_absent_and_its_name_is_not_used_again()
    {
        await using var world = Story.World();
        world.Binance.ForgedReplies.Enqueue((false, Story.Binance(503, 0, Unknown)));
        world.MakeEdge();
        world.UntilOrderOn(Venue.Binance);
        var lost = world.Placed(Venue.Binance)[0];
        world.Advance(TimeSpan.FromSeconds(10));
        Assert.Contains(world.Log.Lines, l => l.Contains($"asked {lost} NotFound", StringComparison.Ordinal));
        Assert.Null(world.OrderNamed(Venue.Binance, lost));
        Assert.Single(world.Placed(Venue.Binance), id => id == lost);
        world.EndsWell();
    }

    [Theory]
    [InlineData(Venue.Binance, OrderFate.Lost)]
    [InlineData(Venue.Binance, OrderFate.ReplyLost)]
    [InlineData(Venue.Binance, OrderFate.NoReply)]
    [InlineData(Venue.Binance, OrderFate.TooLate)]
    [InlineData(Venue.Okx, OrderFate.Lost)]
    [InlineData(Venue.Okx, OrderFate.ReplyLost)]
    [InlineData(Venue.Okx, OrderFate.NoReply)]
    [InlineData(Venue.Okx, OrderFate.TooLate)]
    public async Task case_35_a_line_that_breaks_or_falls_silent_after_sending_ends_hedged_or_flat_with_equal_books(Venue venue, OrderFate fate)
    {
        await using var world = Story.World();
        world.Line(venue).NextOrders.Enqueue(fate);
        world.MakeEdge();
        world.UntilOrderOn(venue);
        var id = world.Placed(venue)[0];
        world.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(fate is OrderFate.ReplyLost or OrderFate.NoReply, world.OrderNamed(venue, id) is not null);
        Assert.Single(world.Placed(venue), placed => placed == id);
        world.EndsWell();
    }

    [Theory]
    [InlineData("50004", false)]
    [InlineData("50004-executed", true)]
    [InlineData("50026-executed", true)]
    [InlineData("51149", false)]
    [InlineData("51149-executed", true)]
    public async Task case_36_an_answer_of_okx_that_proves_nothing_is_settled_by_stream_or_question_before_anything_else_is_done(string reply, bool executed)
    {
        await using var world = Story.World();
        world.Sim.Okx.Faults.Apply(new FaultRule("okx", FaultKind.Reply) { Match = "*order", Count = 1, Reply = reply });
        world.MakeEdge();
        world.UntilOrderOn(Venue.Okx);
        var id = world.Placed(Venue.Okx)[0];
        world.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(executed, world.OrderNamed(Venue.Okx, id) is not null);
        Assert.Contains(world.Log.Lines, l => l.Contains($"reply {id} Unknown", StringComparison.Ordinal));
        // One that was executed speaks for itself on the private stream.
        var proof = executed ? $"okx order {id}" : $"asked {id} NotFound";
        Assert.Contains(world.Log.Lines, l => l.Contains(proof, StringComparison.Ordinal));
        Assert.Single(world.Placed(Venue.Okx), placed => placed == id);
        world.EndsWell();
    }

    [Theory, InlineData(0, "Service Unavailable."), InlineData(-1008, "Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again.")]
    public async Task case_37_a_definite_no_is_not_asked_after_and_a_reduce_only_order_still_leaves(int code, string text)
    {
        await using var world = Story.World();
        world.Binance.ForgedReplies.Enqueue((false, Story.Binance(503, code, text)));
        world.MakeEdge();
        world.UntilOrderOn(Venue.Binance);
        var id = world.Placed(Venue.Binance)[0];
        world.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains(world.Log.Lines, l => l.Contains($"reply {id} Refused", StringComparison.Ordinal));
        Assert.DoesNotContain(world.Log.Lines, l => l.Contains($"asked {id}", StringComparison.Ordinal));
        world.EndsWell();
        world.CloseEverything();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(30)]
    public async Task case_38_a_process_that_dies_around_an_order_accounts_for_it_before_it_may_trade_again(int steps)
    {
        await using var world = Story.World();
        world.CrashAfterNextOrder(steps);
        world.MakeEdge();
        world.Until(() => world.Boots == 2, "killed", 120);
        Assert.Contains(world.Snapshot.Preflight, c => c is { Name: "recovery", Green: false });
        world.Until(() => world.Snapshot.Preflight.All(c => c.Green), "recovered", 60);
        Assert.DoesNotContain(world.Snapshot.Blocks, b => b.Code == "unknown_order");
        world.EndsWell();
        world.CloseEverything();
    }

    [Theory, InlineData(Venue.Binance), InlineData(Venue.Okx)]
    public async Task case_39_orders_in_flight_when_their_line_dies_are_each_found_again(Venue venue)
    {
        await using var world = Story.World(4, "BTCUSDT", "ETHUSDT", "SOLUSDT");
        world.MakeEdge();
        world.UntilHedged(3);
        var open = world.Snapshot.Hedges.Count(h => h.State == HedgeState.Hedged);
        for (var i = 0; i < open; i++) world.Line(venue).NextOrders.Enqueue(OrderFate.ReplyLost);
        world.CloseEverything();
        Assert.True(world.Log.Lines.Count(l => l.Contains($"{venue.Word()} reply", StringComparison.Ordinal) && l.Contains("Unknown", StringComparison.Ordinal)) >= 2);
    }
}
