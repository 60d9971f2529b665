using System.Collections.Immutable;
using System.Text.Json;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>Whether two people may give a mandate now, and what exactly it would be bound to (R20).</summary>
[WorkflowAction("autopilot.gates", Outcomes = ["open", "shut"], Summary = "Asks whether a mandate may be given at all, and freezes what it would be bound to.")]
public sealed class ArmingGatesAction(IDesk desk, MandateTerms terms) : ILocalAction<ArmingGatesAction.Input>
{
    public sealed record Input(string Request);

    public ActionResult Run(LedgerTransaction transaction, Input input, ActionContext context)
    {
        var now = desk.Snapshot;
        var binding = MandateBinding.Now(transaction, now, terms);
        ImmutableArray<GateShut> shut = [.. Shut(transaction, now, binding)];
        if (!shut.IsEmpty) return Preview.Refused("shut", shut[0].Code, string.Join(" ", shut.Select(gate => $"{gate.Code}: {gate.Text}.")));
        return new ActionResult.Outcome("open", ImmutableSortedDictionary<string, string>.Empty
            .Add("frozen", (Frozen.Of(now) with { Detail = binding.Text() }).Text())
            .Add("preview", JsonSerializer.Serialize(new
            {
                before = new { armed = false, after_a_restart = "HOLD until two people resume" },
                after = new
                {
                    armed = true,
                    until = context.At + MandateRule.Validity,
                    uses_an_hour = MandateRule.MostUsesAnHour,
                    after_a_restart = "from RUN back to RUN after 30 s, without people, if every gate of R20 is open",
                },
                bound_to = new { configuration = binding.Configuration, binary = binding.Binary, profile = binding.Profile, accounts = binding.Accounts },
                worst_case = Preview.WorstCase(now),
            })));
    }

    private static IEnumerable<GateShut> Shut(LedgerTransaction tx, DeskSnapshot now, MandateBinding binding)
    {
        if (!now.Autopilot.Permitted) yield return new("autopilot_disabled", "AUTOPILOT_ENABLE is false, and only a start with it set to true permits a mandate");
        if (MandateRows.InForce(tx) is { } armed) yield return new("autopilot_already_armed", $"a mandate is in force until {armed.Until:yyyy-MM-dd HH:mm} UTC; disarm it first");
        if (binding.Accounts.Length == 0) yield return new("account_unknown", "the venues have not said yet whose account it is");
        foreach (var reason in now.HoldReasons.Where(reason => reason.Severity == HoldSeverity.P0)) yield return new($"p0:{reason.Code}", $"{reason.Code} is a P0: resolve it first");
        foreach (var block in now.Blocks) yield return new(block.Code, block.Text);
    }
}
