using System.Collections.Immutable;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Search;

/// <summary>Visits every state that a process can come to and holds each against <see cref="SearchProperties"/> (design/workflows §7 item 10).</summary>
public sealed class ExhaustiveSearch
{
    public const int MostStates = 200_000;

    private static readonly ImmutableHashSet<string> OwnIncidents = ["key_missing", "timer_unreadable", "no_flow", "endless_loop", "join_starved", "no_start"];

    private readonly Graph graph;
    private readonly ActionCatalog actions;
    private readonly Inputs inputs;
    private readonly int most;
    private readonly Dictionary<Situation, int> known = [];
    private readonly List<(Situation At, int Before, string Words)> visited = [];
    private readonly List<(int From, int To)> steps = [];
    private readonly Dictionary<(string Property, string Element), Counterexample> found = [];
    private long tried;
    private int loosenings;

    private ExhaustiveSearch(Graph graph, ActionCatalog actions, int most)
    {
        (this.graph, this.actions, this.most) = (graph, actions, most);
        inputs = new Inputs(graph, actions);
    }

    /// <param name="most">States after which the search gives up, and nothing is proven.</param>
    public static SearchReport Of(Graph graph, ActionCatalog actions, int most = MostStates) => new ExhaustiveSearch(graph, actions, most).Run();

    private SearchReport Run()
    {
        foreach (var move in inputs.Beginnings()) Try(new Situation(FlowState.New, "", null), -1, move);
        // Breadth first, so that a counterexample is a shortest one.
        for (var i = 0; i < visited.Count && visited.Count <= most; i++)
        {
            var at = visited[i].At;
            if (at.State.Status != FlowStatus.Running) continue;
            foreach (var move in inputs.In(at.State)) Try(at, i, move);
        }

        if (visited.Count > most) Object(SearchProperties.Bounded, "", $"more than {most} states", visited.Count - 1);
        else FindLost();
        var ends = visited.Count(v => v.At.State.Status != FlowStatus.Running);
        return new SearchReport(graph.Process, visited.Count, tried, inputs.Refused, ends, loosenings, [.. found.Values]);
    }

    private void Try(Situation from, int index, Move move)
    {
        tried++;
        var (state, effects) = FlowKernel.Step(graph, from.State, move.Input);
        if (effects.Refusal != FlowRefusal.None) return;
        var to = Remember(from, state, move);
        var reached = Visit(to.Renumbered(), index, move.Words);
        foreach (var job in effects.All.OfType<FlowEffect.JobWanted>()) Judge(job, to, reached);
        foreach (var incident in effects.All.OfType<FlowEffect.IncidentRaised>().Where(i => OwnIncidents.Contains(i.Code)))
            Object(SearchProperties.NoDeadEnd, incident.Node, $"it cannot go on: {incident.Code}", reached);
    }

    private int Visit(Situation to, int from, string words)
    {
        if (!known.TryGetValue(to, out var index))
        {
            index = visited.Count;
            known.Add(to, index);
            visited.Add((to, from, words));
        }

        if (from >= 0) steps.Add((from, index));
        return index;
    }

    private Situation Remember(Situation from, FlowState state, Move move)
    {
        var asked = move.Input switch
        {
            FlowInput.Started => move.Decider ?? "",
            FlowInput.TaskDecided decided when Decided(from.State, decided) is { Task.IsApproval: false } => move.Decider!,
            _ => from.Asked,
        };
        var given = move.Input is FlowInput.TaskDecided yes && Decided(from.State, yes) is { Task.IsApproval: true } node && yes.Outcome == node.Task.Outcomes[0] ? node : null;
        if (given is null || state.Approved is null) return new Situation(state, asked, state.Approved is null ? null : from.Yes);
        var by = state.Approved.By.Select(person => person.Identity).ToList();
        // Without a request and without a choice nobody has asked, and it takes two to be a second person.
        var second = asked.Length > 0 ? by.Exists(name => name != asked) : by.Distinct().Count() > 1;
        return new Situation(state, asked, new Yes(given.Id, string.Join('+', by), second, HasDeadline(from.State, given)));
    }

    private Node? Decided(FlowState state, FlowInput.TaskDecided input) =>
        state.Tokens.FirstOrDefault(token => token.Number == input.Token) is { } token ? graph[token.Node] : null;

    // The decision came while the timer that would have taken the question away was still set.
    private bool HasDeadline(FlowState state, Node approval) =>
        state.Waits.Any(wait => wait.Kind == WaitKind.Timer && graph[wait.Node] is { Interrupting: true } timer && timer.AttachedTo == approval.Id);

    private void Judge(FlowEffect.JobWanted job, Situation at, int reached)
    {
        if (actions.Find(job.Action) is { Loosening: false }) return;
        loosenings++;
        var wrong = at.Yes switch
        {
            null => "nobody has approved it",
            { Second: false } yes => $"{yes.By} approved what {(at.Asked.Length > 0 ? at.Asked : "nobody")} asked for: no second person",
            { Unexpired: false } yes => $"{yes.Node} never expires",
            _ => null,
        };
        if (wrong is not null) Object(SearchProperties.LooseningApproved, job.Node, $"{job.Action}: {wrong}", reached);
    }

    private void FindLost()
    {
        var before = steps.ToLookup(step => step.To, step => step.From);
        var saved = new bool[visited.Count];
        var open = new Stack<int>(Enumerable.Range(0, visited.Count).Where(i => visited[i].At.State.Status != FlowStatus.Running));
        while (open.TryPop(out var index))
        {
            if (saved[index]) continue;
            saved[index] = true;
            foreach (var one in before[index]) open.Push(one);
        }

        var lost = Array.IndexOf(saved, false);
        if (lost >= 0) Object(SearchProperties.EndReachable, visited[lost].At.State.Waits.FirstOrDefault()?.Node ?? "", "no end can be reached any more", lost);
    }

    private void Object(string property, string element, string what, int index)
    {
        if (!found.ContainsKey((property, element))) found.Add((property, element), new Counterexample(property, element, what, PathTo(index)));
    }

    private ImmutableArray<string> PathTo(int index)
    {
        var path = new List<string>();
        for (; index >= 0; index = visited[index].Before) path.Add(visited[index].Words);
        path.Reverse();
        return [.. path];
    }
}
