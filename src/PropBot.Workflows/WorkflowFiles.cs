using System.Text;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;

namespace PropBot.Workflows;

/// <summary>The folder <c>workflows/</c> beside the program. A file that does not parse, or names what this program does not have, is told and left out.</summary>
public sealed record WorkflowFiles(IReadOnlyList<DefinitionFile> Files, IReadOnlyList<string> LeftOut)
{
    public static WorkflowFiles Read(string folder, ActionTable actions)
    {
        List<DefinitionFile> files = [];
        List<string> leftOut = [];
        if (!Directory.Exists(folder)) return new WorkflowFiles([], [$"{folder} is not there: nothing that needs two people can be asked for"]);
        foreach (var path in Directory.EnumerateFiles(folder, "*.bpmn").Order(StringComparer.Ordinal))
        {
            var xml = File.ReadAllText(path);
            var parsed = BpmnParser.Parse(Encoding.UTF8.GetBytes(xml));
            if (WhyNot(parsed, actions) is { } why) leftOut.Add($"{Path.GetFileName(path)}: {why}");
            else files.Add(new DefinitionFile(parsed.Graphs[0].Process, xml));
        }

        return new WorkflowFiles(files, leftOut);
    }

    /// <summary>The graph of a text that was accepted when it was taken.</summary>
    public static Graph Graph(string process, string xml) => BpmnParser.Parse(Encoding.UTF8.GetBytes(xml)) is { Accepted: true, Graphs: [var graph] } && graph.Process == process
        ? graph
        : throw new InvalidOperationException($"the stored text of {process} is not a process of that name any more");

    private static string? WhyNot(ParseResult parsed, ActionTable actions)
    {
        if (!parsed.Accepted) return string.Join("; ", parsed.Refusals.Take(3).Select(one => $"{one.Element}: {one.What} {one.Right}"));
        if (parsed.Graphs is not [var graph]) return "holds more than one process; one file, one process";
        var missing = graph.Nodes.Select(node => node.Action).OfType<string>().Where(name => actions.Find(name) is null).Distinct(StringComparer.Ordinal).ToList();
        return missing.Count == 0 ? null : $"this version has no action {string.Join(", ", missing)}";
    }
}
