using System.Collections.Immutable;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Files;

/// <summary>Every action of the contract, answering by dice what it may answer, and setting what it says it sets.</summary>
internal sealed class DiceActions(Random dice)
{
    public List<string> Loosened { get; } = [];

    /// <summary>Null = by dice.</summary>
    public Func<ActionEntry, string?> Answer { get; set; } = _ => null;

    public ActionTable Table => ActionTable.OfBound(ActionContract.Catalog.All.Select(entry => entry.Remote ? new Remote(entry, this) : (BoundAction)new Local(entry, this)));

    /// <summary>The first of a list is what brings it forward; without favouring it hardly a run would come far.</summary>
    public string OneOf(ImmutableArray<string> words) => dice.Next(2) == 0 ? words[0] : words[dice.Next(words.Length)];

    private static WorkflowActionAttribute Terms(ActionEntry entry) =>
        new(entry.Name) { Outcomes = [.. entry.Outcomes], Errors = [.. entry.Errors], Loosening = entry.Loosening, RetryAfterSeconds = 1 };

    private ActionResult Roll(ActionEntry entry, ActionContext context)
    {
        if (Answer(entry) is not { } word)
        {
            if (entry.Errors.Length > 0 && dice.Next(12) == 0) return new ActionResult.Error(entry.Errors[dice.Next(entry.Errors.Length)]);
            word = OneOf(entry.Outcomes);
        }

        if (entry.Loosening) Loosened.Add($"{entry.Name} by {string.Join('+', context.Approved!.By.Select(person => person.Shown))}");
        var written = entry.Outputs.Select(output => KeyValuePair.Create(
            output, output.EndsWith("_until", StringComparison.Ordinal) ? context.At.AddDays(7).ToString("O") : $"{output}-{context.Instance}-{context.Token}"));
        return new ActionResult.Outcome(word, FlowState.Nothing.AddRange(written));
    }

    private sealed class Local(ActionEntry entry, DiceActions dice) : LocalAction(Terms(entry))
    {
        public override ImmutableArray<string> Inputs => entry.Inputs;

        public override ActionResult Run(LedgerTransaction transaction, ImmutableSortedDictionary<string, string> inputs, ActionContext context)
        {
            Assert.Equal(entry.Inputs.Order(StringComparer.Ordinal), inputs.Keys);
            return dice.Roll(entry, context);
        }
    }

    private sealed class Remote(ActionEntry entry, DiceActions dice) : RemoteAction(Terms(entry))
    {
        public override ImmutableArray<string> Inputs => entry.Inputs;

        public override Task<ActionResult> Run(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop) => Task.FromResult(dice.Roll(entry, context));

        public override Task<EarlierAttempt> Ask(ImmutableSortedDictionary<string, string> inputs, ActionContext context, CancellationToken stop) =>
            Task.FromResult<EarlierAttempt>(new EarlierAttempt.NeverHappened());
    }
}
