using System.Collections.Immutable;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Search;

namespace PropBot.Workflows.Publishing;

/// <param name="Said">The choice that was made.</param>
/// <param name="Passed">Ids of the elements and flows it led through, in order.</param>
/// <param name="Loosens">Loosening actions that it asked for: action, element, who had approved.</param>
public sealed record TrialStep(string Said, ImmutableArray<string> Passed, ImmutableArray<(string Action, string Element, string ApprovedBy)> Loosens);

/// <param name="Next">Everything that can happen now, each a choice to go on with; empty at an end.</param>
/// <param name="Status"><c>new</c>, <c>running</c>, <c>completed</c>, <c>failed</c>.</param>
/// <param name="Outcome">Id of the end that was reached.</param>
/// <param name="Stopped">The first choice that was not possible where it was made; null when all were.</param>
public sealed record Trial(ImmutableArray<TrialStep> Steps, ImmutableArray<Wait> Waits, ImmutableArray<string> Next, string Status, string Outcome, string? Stopped);

/// <summary>
/// A draft on the pure kernel with chosen outcomes: no action runs, nothing is written. The choices are the search's own moves in its own
/// words ("check answers clear", "second decides approve on decide", "time_over rings"), so a counterexample's path is a list of choices.
/// </summary>
public static class DraftTrial
{
    public const int MostChoices = 200;

    public static Trial Run(Bpmn.Graph graph, IEnumerable<string> choices)
    {
        var inputs = new Inputs(graph, ActionContract.Catalog);
        var (state, steps) = (FlowState.New, ImmutableArray.CreateBuilder<TrialStep>());
        string? stopped = null;
        foreach (var choice in choices)
        {
            if (Moves(inputs, state).Find(move => move.Words == choice) is not { } move)
            {
                stopped = choice;
                break;
            }

            (state, var effects) = FlowKernel.Step(graph, state, move.Input);
            steps.Add(new TrialStep(choice, Passed(effects), Loosens(effects, state)));
        }

        return new Trial(
            steps.ToImmutable(), state.Waits, [.. Moves(inputs, state).Select(move => move.Words).Distinct(StringComparer.Ordinal)],
            state.Status.ToString().ToLowerInvariant(), state.Outcome, stopped);
    }

    private static List<Move> Moves(Inputs inputs, FlowState state) => state.Status switch
    {
        FlowStatus.New => [.. inputs.Beginnings()],
        FlowStatus.Running => [.. inputs.In(state)],
        _ => [],
    };

    private static ImmutableArray<string> Passed(Effects effects) =>
        [.. effects.Passed.Where(passage => passage.What is "entered" or "flow").Select(passage => passage.Id)];

    private static ImmutableArray<(string, string, string)> Loosens(Effects effects, FlowState state) =>
    [
        .. from job in effects.All.OfType<FlowEffect.JobWanted>()
           where ActionContract.Catalog.Find(job.Action) is not { Loosening: false }
           select (job.Action, job.Node, state.Approved is { } yes ? string.Join(" and ", yes.By.Select(person => person.Shown)) : "nobody"),
    ];
}
