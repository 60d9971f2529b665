using System.Collections.Concurrent;
using System.Text;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Store;

/// <summary>Text of a definition → graph of one of its processes. A version never changes, so what was read once stays.</summary>
/// <param name="read">(process, xml) → graph. Throws on what the parser refuses: such a text is never stored.</param>
public sealed class GraphCache(Func<string, string, Graph> read)
{
    private readonly ConcurrentDictionary<(string Process, string Sha256), Graph> known = new();

    /// <summary>Reads texts as BPMN files.</summary>
    public static GraphCache OfBpmn() => new(static (process, xml) =>
    {
        var parsed = BpmnParser.Parse(Encoding.UTF8.GetBytes(xml));
        if (parsed.Graphs.FirstOrDefault(graph => graph.Process == process) is { } graph) return graph;
        throw new InvalidDataException($"no process '{process}' in this text: {string.Join("; ", parsed.Refusals.Select(refusal => $"{refusal.Element}: {refusal.What}"))}");
    });

    public Graph Read(string process, string xml) => read(process, xml);

    internal Graph Get(string process, string sha256, Func<string> xml)
    {
        if (known.TryGetValue((process, sha256), out var graph)) return graph;
        return known.GetOrAdd((process, sha256), read(process, xml()));
    }
}
