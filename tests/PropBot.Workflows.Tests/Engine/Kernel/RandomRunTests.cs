using FsCheck;
using FsCheck.Fluent;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Tests.Engine.Kernel;

/// <summary>Design §7.9: random block-structured processes × random inputs.</summary>
public class RandomRunTests
{
    private const int Runs = 1500;

    [Fact]
    public void tokens_are_conserved_and_every_state_has_a_wait_an_incident_or_an_end() => ForAll((seed, steps) =>
    {
        var (graph, books) = (RandomProcess.Of(seed), new Books());
        var run = Drive(graph, seed, steps, (state, effects) =>
        {
            books.Enter(effects);
            Assert.Equal(books.Tokens.Order(), state.Tokens.Select(token => token.Number).Order());
            Assert.Equal(books.Waits.Order(), state.Waits.Select(wait => $"{wait.Token}/{wait.Node}/{wait.Kind}").Order());
            if (state.Status == FlowStatus.Running) AllMayMove(graph, state);
            else Assert.True(state.Tokens.IsEmpty && state.Waits.IsEmpty);
        });
        Assert.DoesNotContain(run.State.Waits, wait => wait is { Kind: WaitKind.Incident, Name: not "BAD" and not "OTHER" });
    });

    [Fact]
    public void a_replay_of_the_journal_is_the_state() => ForAll((seed, steps) =>
    {
        var graph = RandomProcess.Of(seed);
        var run = Drive(graph, seed, steps, (_, _) => { });
        var replayed = run.Journal.Select(input => FlowJson.ReadInput(FlowJson.Write(input)))
            .Aggregate(FlowState.New, (state, input) => FlowKernel.Step(graph, state, input).State);
        Assert.Equal(run.State, replayed);
        Assert.Equal(run.State, FlowJson.ReadState(FlowJson.Write(run.State)));
        Assert.Equal(FlowJson.Write(run.State), FlowJson.Write(FlowJson.ReadState(FlowJson.Write(run.State))));
    });

    [Fact]
    public void a_refused_input_changes_nothing_and_the_same_step_gives_the_same_twice() => ForAll((seed, steps) =>
    {
        var graph = RandomProcess.Of(seed);
        var dice = new Random(seed ^ 77);
        Drive(graph, seed, steps, (state, _) =>
        {
            var input = RandomInput.Any(graph, state, dice);
            var (one, other) = (FlowKernel.Step(graph, state, input), FlowKernel.Step(graph, state, input));
            Assert.Equal(one.State, other.State);
            Assert.Equal(one.Effects.All.Length, other.Effects.All.Length);
            if (one.Effects.Refusal == FlowRefusal.None) return;
            Assert.Same(state, one.State);
            Assert.Empty(one.Effects.All);
        });
    });

    [Fact]
    public void answered_patiently_every_process_comes_to_its_end() => ForAll((seed, _) =>
    {
        var graph = RandomProcess.Of(seed);
        var run = Run.Started(graph);
        for (var i = 0; run.State.Status == FlowStatus.Running; i++)
        {
            Assert.True(i < 2_000, "no end in sight");
            run.Do(RandomInput.Patient(graph, run.State));
        }

        Assert.Equal(FlowStatus.Completed, run.State.Status);
    });

    private static void ForAll(Action<int, int> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Runs),
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (seed, steps) =>
        {
            holds(seed, steps);
            return true;
        }));

    private static Run Drive(Graph graph, int seed, int steps, Action<FlowState, Effects> look)
    {
        var dice = new Random(seed);
        var run = Run.Started(graph);
        look(run.State, run.Last);
        for (var i = 0; i < steps; i++)
        {
            run.Do(RandomInput.Any(graph, run.State, dice));
            look(run.State, run.Last);
        }

        return run;
    }

    private static void AllMayMove(Graph graph, FlowState state)
    {
        Assert.NotEmpty(state.Waits);
        foreach (var token in state.Tokens)
        {
            var own = state.Waits.Any(wait => wait.Token == token.Number);
            var inside = state.Tokens.Any(inner => inner.Scope == token.Number);
            var beside = state.Tokens.Any(other => other.Scope == token.Scope && graph[other.Node].Kind != NodeKind.Parallel);
            Assert.True(own || inside || (graph[token.Node].Kind == NodeKind.Parallel && beside), $"token {token} waits for nothing");
        }
    }

    /// <summary>The same tokens and waits, kept only from what the kernel says it did.</summary>
    private sealed class Books
    {
        public HashSet<int> Tokens { get; } = [];

        public HashSet<string> Waits { get; } = [];

        public void Enter(Effects effects)
        {
            foreach (var passage in effects.Passed.Where(passage => passage.Token != 0))
                Assert.True(passage.What == "entered" ? Tokens.Add(passage.Token) : Tokens.Remove(passage.Token), $"{passage} a second time");
            foreach (var effect in effects.All) Enter(effect);
        }

        private void Enter(FlowEffect effect)
        {
            var (armed, gone) = effect switch
            {
                FlowEffect.JobWanted e => ($"{e.Token}/{e.Node}/{WaitKind.Job}", null),
                FlowEffect.TimerWanted { Again: false } e => ($"{e.Token}/{e.Node}/{WaitKind.Timer}", null),
                FlowEffect.TaskWanted e => ($"{e.Token}/{e.Node}/{WaitKind.Task}", null),
                FlowEffect.MessageWanted e => ($"{e.Token}/{e.Node}/{WaitKind.Message}", null),
                FlowEffect.SignalWanted e => ($"{e.Token}/{e.Node}/{WaitKind.Signal}", null),
                FlowEffect.CallWanted e => ($"{e.Token}/{e.Node}/{WaitKind.Call}", null),
                FlowEffect.IncidentRaised e => ($"{e.Token}/{e.Node}/{WaitKind.Incident}", null),
                FlowEffect.WaitRemoved e => (null, $"{e.Token}/{e.Node}/{e.Kind}"),
                _ => ((string?)null, (string?)null),
            };
            if (armed is not null) Assert.True(Waits.Add(armed), $"{armed} a second time");
            if (gone is not null) Assert.True(Waits.Remove(gone), $"{gone} was not there");
        }
    }
}
