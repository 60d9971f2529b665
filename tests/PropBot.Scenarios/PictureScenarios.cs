using PropBot.Testing.Desks;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Scenarios;

/// <summary>A number so large that the picture cannot be drawn with it: the desk holds and goes on, and people are still answered (P20).</summary>
public class PictureScenarios
{
    [Fact]
    public async Task a_fee_that_cannot_be_reckoned_with_is_a_hold_and_not_the_end_of_the_desk()
    {
        await using var desk = new DeskHarness();
        desk.Run();
        desk.Binance.TakerFee = desk.Okx.TakerFee = 10_000_000_000_000_000_000_000_000_000m;
        await desk.Crash();
        desk.Advance(TimeSpan.FromSeconds(5));
        Assert.IsType<CommandResult.Done>(desk.Send(new DeskCommand.EngageHold("a", "looks wrong", "ui")));
        desk.Settle();
        Assert.Equal(1, desk.Count("select count(*) from control where value like '%desk_fault:picture%'"));
        Assert.Equal(DeskState.Hold, desk.Snapshot.State);
    }
}
