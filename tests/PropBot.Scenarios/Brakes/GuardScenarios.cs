using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Risk;

namespace PropBot.Scenarios.Brakes;

/// <summary>
/// Each guard of the gate through the whole desk: tripped, it lets nothing open from the next step on and says why with numbers; a kill -9
/// does not release it; what latches is left by two people only, the rest by the end of its cause.
/// </summary>
public class GuardScenarios
{
    public static TheoryData<string> Guards() => [.. GuardRecipes.All.Select(r => r.Guard)];

    [Theory, MemberData(nameof(Guards))]
    public async Task a_tripped_guard_opens_nothing_says_why_survives_a_restart_and_leaves_by_its_own_door(string guard)
    {
        var recipe = GuardRecipes.All.Single(r => r.Guard == guard);
        await using var desk = new DeskHarness(recipe.Options);
        desk.Run();
        recipe.Arrange(desk);
        recipe.Trip(desk);
        desk.Settle();
        var opened = Opens(desk);
        Stand(desk, recipe, seconds: 2);
        Assert.Equal(opened, Opens(desk));
        Refused(desk, recipe);
        if (recipe.Cause is { } cause) Assert.Contains(desk.Snapshot.Refusals, r => r.Refusal.Code == cause && !r.Refusal.Numbers.IsEmpty);
        if (recipe.Hold is { } reason) Held(desk, reason);

        await desk.Crash();
        recipe.AfterRestart(desk);
        Stand(desk, recipe, seconds: 3);
        Assert.Equal(opened, Opens(desk));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        if (recipe is { Hold: { } still, HoldIsWritten: true }) Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == still);
        if (!recipe.EndsWithProcess) StillTripped(desk, recipe, opened);

        recipe.Heal(desk);
        Assert.Equal(opened, Opens(desk));
        ByTheRegularDoor(desk);
        desk.Until(() => OpensNow(desk, recipe, opened), $"an open after {guard} has gone, refused last: {desk.Snapshot.Refusals.FirstOrDefault()?.Refusal.Code}", 30);
    }

    [Fact]
    public async Task without_a_trip_the_same_market_opens()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        Stand(desk, GuardRecipes.All[0], seconds: 1);
        Assert.True(Opens(desk) >= 2, $"{Opens(desk)} opening orders");
    }

    [Fact]
    public void every_guard_of_the_gate_has_a_recipe() =>
        Assert.Empty(RiskGate.Order.Select(g => g.Name).Except(GuardRecipes.All.Select(r => r.Guard.Split(':')[0]), StringComparer.Ordinal));

    private static void Stand(DeskHarness desk, GuardRecipe recipe, int seconds)
    {
        for (var i = 0; i < seconds * 10; i++)
        {
            recipe.Market(desk);
            desk.Advance(TimeSpan.FromMilliseconds(100));
        }
    }

    private static void Refused(DeskHarness desk, GuardRecipe recipe)
    {
        recipe.Market(desk);
        desk.Settle();
        var refused = Assert.IsType<CommandResult.Refused>(desk.Send(recipe.Wish));
        Assert.Equal(recipe.Code, refused.Code);
        Assert.True(refused.Text.Length > 10, refused.Text);
        desk.Advance(TimeSpan.FromMilliseconds(100));
        var seen = desk.Snapshot.Refusals.First(r => r.Refusal.Code == recipe.Code);
        Assert.Equal(recipe.Wish.Symbol, seen.Symbol);
        Assert.True(GuardRecipes.WithoutNumbers.Contains(recipe.Code) == seen.Refusal.Numbers.IsEmpty, seen.Refusal.Text);
    }

    private static void Held(DeskHarness desk, string reason)
    {
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
        Assert.Contains(desk.Snapshot.HoldReasons, r => r.Code == reason);
    }

    // HOLD is there after every restart; the guard's own word must come back when the door out of it is tried.
    private static void StillTripped(DeskHarness desk, GuardRecipe recipe, int opened)
    {
        var left = desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId) { RootCause = "rehearsed" });
        if (left is CommandResult.Refused blocked)
        {
            Assert.Equal("blocked", blocked.Code);
            return;
        }

        if (recipe.Hold is not null) return;
        desk.Send(new DeskCommand.SetSafeMode("a", false));
        desk.Send(new DeskCommand.Resume("a"));
        Stand(desk, recipe, seconds: 2);
        Assert.Equal(opened, Opens(desk));
        Refused(desk, recipe);
    }

    private static void ByTheRegularDoor(DeskHarness desk)
    {
        desk.Binance.Clock(0);
        desk.Okx.Clock(0);
        desk.Quiet();
        desk.Until(() => desk.Snapshot.Preflight.All(c => c.Green) && desk.Snapshot.Blocks.IsEmpty, $"nothing that blocks: {string.Join(", ", desk.Snapshot.Blocks.Select(b => b.Text))}", 120);
        if (desk.Snapshot.State == DeskState.Hold) desk.Send(new DeskCommand.LeaveHold("b", "r", desk.Snapshot.HoldEpoch, desk.Snapshot.BootId) { RootCause = "rehearsed" });
        desk.Send(new DeskCommand.SetSafeMode("a", false));
        desk.Send(new DeskCommand.Resume("a"));
        Assert.Equal(DeskState.Run, desk.Snapshot.State);
    }

    private static bool OpensNow(DeskHarness desk, GuardRecipe recipe, int opened)
    {
        desk.Dear();
        desk.Advance(TimeSpan.FromMilliseconds(100));
        if (Opens(desk) == opened) desk.Send(recipe.Allowed);
        return Opens(desk) > opened;
    }

    private static int Opens(DeskHarness desk) => desk.Binance.Placed.Concat(desk.Okx.Placed).Count(o => !o.ReduceOnly);
}
