using PropBot.Trading.Control;

namespace PropBot.Trading.Tests.Control;

public class StateTransitionsTests
{
    private static readonly Dictionary<(DeskState, DeskTrigger), string> Table = new()
    {
        [(DeskState.Hold, DeskTrigger.Hold)] = "Hold",
        [(DeskState.Hold, DeskTrigger.LeaveHold)] = "StandbySafe",
        [(DeskState.Hold, DeskTrigger.SafeModeOn)] = "Hold",
        [(DeskState.Hold, DeskTrigger.SafeModeOff)] = "!hold_active",
        [(DeskState.Hold, DeskTrigger.Mandate)] = "Run",
        [(DeskState.Hold, DeskTrigger.Resume)] = "!hold_active",
        [(DeskState.StandbySafe, DeskTrigger.Hold)] = "Hold",
        [(DeskState.StandbySafe, DeskTrigger.LeaveHold)] = "!hold_not_active",
        [(DeskState.StandbySafe, DeskTrigger.SafeModeOn)] = "StandbySafe",
        [(DeskState.StandbySafe, DeskTrigger.SafeModeOff)] = "Standby",
        [(DeskState.StandbySafe, DeskTrigger.Mandate)] = "!hold_not_active",
        [(DeskState.StandbySafe, DeskTrigger.Resume)] = "!safe_mode",
        [(DeskState.Standby, DeskTrigger.Hold)] = "Hold",
        [(DeskState.Standby, DeskTrigger.LeaveHold)] = "!hold_not_active",
        [(DeskState.Standby, DeskTrigger.SafeModeOn)] = "StandbySafe",
        [(DeskState.Standby, DeskTrigger.SafeModeOff)] = "Standby",
        [(DeskState.Standby, DeskTrigger.Mandate)] = "!hold_not_active",
        [(DeskState.Standby, DeskTrigger.Resume)] = "Run",
        [(DeskState.Run, DeskTrigger.Hold)] = "Hold",
        [(DeskState.Run, DeskTrigger.LeaveHold)] = "!hold_not_active",
        [(DeskState.Run, DeskTrigger.SafeModeOn)] = "RunSafe",
        [(DeskState.Run, DeskTrigger.SafeModeOff)] = "Run",
        [(DeskState.Run, DeskTrigger.Mandate)] = "!hold_not_active",
        [(DeskState.Run, DeskTrigger.Resume)] = "Run",
        [(DeskState.RunSafe, DeskTrigger.Hold)] = "Hold",
        [(DeskState.RunSafe, DeskTrigger.LeaveHold)] = "!hold_not_active",
        [(DeskState.RunSafe, DeskTrigger.SafeModeOn)] = "RunSafe",
        [(DeskState.RunSafe, DeskTrigger.SafeModeOff)] = "Run",
        [(DeskState.RunSafe, DeskTrigger.Mandate)] = "!hold_not_active",
        [(DeskState.RunSafe, DeskTrigger.Resume)] = "!safe_mode",
    };

    public static TheoryData<DeskState, DeskTrigger> Pairs()
    {
        var pairs = new TheoryData<DeskState, DeskTrigger>();
        foreach (var state in Enum.GetValues<DeskState>())
            foreach (var trigger in Enum.GetValues<DeskTrigger>())
                pairs.Add(state, trigger);
        return pairs;
    }

    [Theory, MemberData(nameof(Pairs))]
    public void each_of_the_30_pairs_is_as_ruled(DeskState state, DeskTrigger trigger) => Assert.Equal(Table[(state, trigger)], state.After(trigger) switch
    {
        StateStep.To to => to.State.ToString(),
        StateStep.Refused refused => $"!{refused.Code}",
        _ => "?",
    });

    [Fact]
    public void every_state_reaches_hold_in_one_step()
    {
        foreach (var state in Enum.GetValues<DeskState>())
            Assert.Equal(new StateStep.To(DeskState.Hold), state.After(DeskTrigger.Hold));
    }

    [Fact]
    public void only_two_people_or_their_mandate_lead_out_of_hold()
    {
        foreach (var trigger in Enum.GetValues<DeskTrigger>().Where(t => t is not (DeskTrigger.LeaveHold or DeskTrigger.Mandate)))
            Assert.False(DeskState.Hold.After(trigger) is StateStep.To { State: not DeskState.Hold }, $"{trigger} leaves HOLD");
    }
}
