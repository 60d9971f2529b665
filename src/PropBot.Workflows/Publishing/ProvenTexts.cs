using System.Collections.Concurrent;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Search;

namespace PropBot.Workflows.Publishing;

/// <summary>What the exhaustive search said of a text, once a process of this program: same text, same answer. Any thread.</summary>
public static class ProvenTexts
{
    /// <summary>States after which a draft counts as unproven. Our largest file has a tenth of it; more would hold a door's thread for seconds.</summary>
    public const int MostStates = 20_000;

    private const int MostKept = 500;

    private static readonly ConcurrentDictionary<(string Process, string Sha256), SearchReport> Known = new();
    private static readonly Lock OneAtATime = new();

    /// <summary>Searches unless it has been done. Takes as long as it takes: never inside a ledger transaction.</summary>
    public static SearchReport Search(Graph graph)
    {
        if (Find(graph.Process, graph.Sha256) is { } before) return before;
        // A search may hold a hundred megabytes: two at once are one too many for a small machine.
        lock (OneAtATime)
        {
            if (Known.Count >= MostKept) Known.Clear();
            return Known.GetOrAdd((graph.Process, graph.Sha256), _ => ExhaustiveSearch.Of(graph, ActionContract.Catalog, MostStates));
        }
    }

    /// <summary>Null = this process has not searched it.</summary>
    public static SearchReport? Find(string process, string sha256) => Known.GetValueOrDefault((process, sha256));

    /// <summary>As a restart does.</summary>
    public static void Forget() => Known.Clear();
}
