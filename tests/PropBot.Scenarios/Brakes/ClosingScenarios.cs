using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Positions;

namespace PropBot.Scenarios.Brakes;

/// <summary>P5, R4: what is open may always be closed, in every state, whatever is tripped.</summary>
public class ClosingScenarios
{
    private const string Btc = "BTCUSDT";

    /// <summary>From equal legs nothing leaves while a venue is dark (R17): those are closed when it answers again.</summary>
    private static readonly string[] Dark = ["preflight", "private_stream"];

    public static TheoryData<DeskState, bool, bool> Everywhere()
    {
        var rows = new TheoryData<DeskState, bool, bool>();
        foreach (var state in Enum.GetValues<DeskState>())
        {
            rows.Add(state, false, false);
            rows.Add(state, true, false);
            rows.Add(state, false, true);
            rows.Add(state, true, true);
        }

        return rows;
    }

    /// <summary>The failure rate is tripped by opens that all fail, which leave nothing to be closed beside an open hedge.</summary>
    public static TheoryData<string> Guards() => [.. GuardRecipes.All.Select(r => r.Guard).Where(guard => guard != "edge_fail_rate")];

    [Theory, MemberData(nameof(Everywhere))]
    public async Task a_close_passes_in_every_state_in_dry_run_and_with_a_kill_pending(DeskState state, bool dryRun, bool killPending)
    {
        await using var desk = new DeskHarness();
        Opened(desk, GuardRecipe.Ordinary);
        Bring(desk, state);
        if (dryRun) desk.Send(new DeskCommand.PatchControl("a", new ControlPatch { DryRun = true }));
        if (killPending) desk.Send(new DeskCommand.Kill("a", FlattenScope.None));
        Closes(desk);
    }

    [Theory, MemberData(nameof(Guards))]
    public async Task a_close_passes_while_any_guard_is_tripped(string guard)
    {
        var recipe = GuardRecipes.All.Single(r => r.Guard == guard);
        await using var desk = new DeskHarness(o => recipe.Options(o) is var own ? own with { Hedging = own.Hedging with { TakeProfit = new(1_000m) } } : o);
        desk.Run();
        recipe.Arrange(desk);
        if (desk.Hedges.All(h => h.State != HedgeState.Hedged)) Opened(desk, recipe.Allowed);
        if (desk.Snapshot.State != DeskState.Run) desk.Run();
        desk.Advance(TimeSpan.FromSeconds(3));
        desk.Binance.Mark(0, 60_000m);
        desk.Okx.Mark(0, 60_000m);
        recipe.Trip(desk);

        // Some recipes trip by a venue that refuses everything; what is asked here is whether our own checks would.
        desk.Binance.Always = desk.Okx.Always = Treatment.Fill;
        desk.Settle();
        if (Dark.Contains(guard)) recipe.Heal(desk);
        Closes(desk);
    }

    [Fact]
    public async Task a_leg_larger_than_the_venue_now_takes_at_once_is_closed_in_pieces()
    {
        await using var desk = new DeskHarness();
        Opened(desk, GuardRecipe.Ordinary);
        desk.Okx.Change(Btc, i => i with { MaxQuantity = new(0.002m) });
        Closes(desk);
        Assert.All(desk.Okx.Placed.Where(o => o.ReduceOnly), o => Assert.True(o.Quantity.Value <= 0.002m, $"{o.Quantity}"));
    }

    private static void Opened(DeskHarness desk, DeskCommand.Execute wish)
    {
        if (desk.Snapshot.State != DeskState.Run) desk.Run();
        desk.Dear();
        desk.Settle();
        desk.Send(wish);
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Hedged), "hedged");
    }

    private static void Bring(DeskHarness desk, DeskState state)
    {
        desk.Dear();
        if (state is DeskState.Hold or DeskState.Standby or DeskState.StandbySafe) desk.Send(new DeskCommand.EngageHold("a", "manual_hold", "operator"));
        if (state is DeskState.Standby or DeskState.StandbySafe) desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId));
        if (state == DeskState.Standby) desk.Send(new DeskCommand.SetSafeMode("a", false));
        if (state == DeskState.RunSafe) desk.Send(new DeskCommand.SetSafeMode("a", true));
        Assert.Equal(state, desk.Snapshot.State);
    }

    private static void Closes(DeskHarness desk)
    {
        var hedges = desk.Snapshot.Hedges.Where(h => h.State is HedgeState.Hedged or HedgeState.Partial).Select(h => h.Id).ToList();
        Assert.NotEmpty(hedges);
        var before = desk.Binance.Placed.Count + desk.Okx.Placed.Count;
        desk.Dear();
        desk.Settle();
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.CloseHedges("a", null)));
        desk.Until(
            () =>
            {
                desk.Dear();
                return desk.Snapshot.Hedges.Where(h => hedges.Contains(h.Id)).All(h => h.State == HedgeState.Closed);
            },
            "closed", 30);
        Assert.Contains(desk.Binance.Placed.Concat(desk.Okx.Placed).Skip(before), o => o.ReduceOnly);
    }
}
