using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Trading.Risk.Measures;

namespace PropBot.Workflows.Actions.Dial;

/// <summary>How many people a turn of the risk dial takes (rulings §4).</summary>
[WorkflowAction("rpi.evaluate", Outcomes = ["one_person", "two_people", "refused"],
    Summary = "Who may set this value: down and up to 50 one person, above or after an automatic cut two, nobody while MSR is red or the step too high.")]
public sealed class DialEvaluateAction(IDesk desk) : ILocalAction<DialEvaluateAction.Input>
{
    public sealed record Input(int Value);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        if (DialStands.Turn(now, input.Value, twoPeople: true, context.At) is DialMove.Refused refused) return Preview.Refused("refused", refused.Code, refused.Text);
        var alone = DialStands.Turn(now, input.Value, twoPeople: false, context.At) is DialMove.Turned;
        var dial = now.Measures.Dial;
        return new ActionResult.Outcome(alone ? "one_person" : "two_people", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(now) with { Detail = DialStands.Of(now) }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { rpi = dial.Value, factor = dial.Factor, was_cut = dial.WasCut },
                after = new { rpi = input.Value, factor = (dial with { Value = input.Value }).Factor },
                msr = now.Measures.Readings.Stability.Word,
                worst_case = Preview.WorstCase(now),
            })));
    }
}
