using System.Collections.Immutable;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Search;

/// <summary>
/// What variables can hold as far as a diagram can tell: a variable that no condition looks at has one value, one that is looked at has each
/// value that is looked for, and another.
/// </summary>
internal sealed class Values
{
    public const string Other = "other";

    private readonly Dictionary<string, ImmutableArray<string>> looked;
    private readonly Dictionary<string, string> times;
    private readonly List<string> given;

    public Values(Graph graph, ActionCatalog actions)
    {
        looked = graph.Flows.Where(f => f.Condition is not null).GroupBy(f => f.Condition!.Variable)
            .ToDictionary(g => g.Key, g => g.Select(f => f.Condition!.Value).Append(Other).Distinct().ToImmutableArray(), StringComparer.Ordinal);
        times = graph.Nodes.Where(n => n.Timer is not null && Bpmn.Words.Reference(n.Timer.Text) is not null)
            .GroupBy(n => Bpmn.Words.Reference(n.Timer!.Text)!).ToDictionary(g => g.Key, g => Time(g.First().Timer!.Kind), StringComparer.Ordinal);
        var written = graph.Nodes.SelectMany(n => actions.Find(n.Action)?.Outputs ?? []);
        var named = graph.Nodes.SelectMany(n => n.Inputs.Values.Append(n.Key ?? "").Append(n.Timer?.Text ?? "")).Select(Bpmn.Words.Reference).OfType<string>().Concat(looked.Keys);
        given = [.. named.Distinct().Except(written).Except([Bpmn.Words.Outcome, Bpmn.Words.RequestedBy, Bpmn.Words.DecidedBy])];
    }

    /// <summary>Values that some condition looks for in a variable, and another.</summary>
    public ImmutableArray<string> Words(string variable) => looked.GetValueOrDefault(variable, [Other]);

    /// <summary>Everything that is read and that no action writes is given at the start.</summary>
    public IEnumerable<ImmutableSortedDictionary<string, string>> AtStart() => All(given);

    public IEnumerable<ImmutableSortedDictionary<string, string>> WrittenBy(ActionEntry entry) => All(entry.Outputs);

    /// <summary>What tells one of several moves of the same kind from another: the values that some condition looks at.</summary>
    public string Told(ImmutableSortedDictionary<string, string> vars)
    {
        var told = vars.Where(pair => looked.ContainsKey(pair.Key)).Select(pair => $"{pair.Key} {pair.Value}").ToList();
        return told.Count == 0 ? "" : $" with {string.Join(", ", told)}";
    }

    private IEnumerable<ImmutableSortedDictionary<string, string>> All(IEnumerable<string> names) => names.Aggregate(
        (IEnumerable<ImmutableSortedDictionary<string, string>>)[FlowState.Nothing],
        (all, name) => all.SelectMany(vars => (looked.ContainsKey(name) ? Words(name) : [times.GetValueOrDefault(name, name)]).Select(value => vars.SetItem(name, value))));

    private static string Time(TimerKind kind) => kind switch
    {
        TimerKind.Date => "2026-01-31T00:00:00Z",
        TimerKind.Duration => "PT1M",
        _ => "R2/PT1M",
    };
}
