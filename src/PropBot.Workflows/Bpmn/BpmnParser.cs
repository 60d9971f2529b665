using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PropBot.Workflows.Bpmn.Reading;

namespace PropBot.Workflows.Bpmn;

/// <summary>
/// A BPMN 2.0 file to graphs, or to reasons why not. Never throws on any input, and never drops a part of the model that carries meaning.
/// </summary>
public static partial class BpmnParser
{
    private const int MostNodes = 500;

    /// <param name="file">The bytes as they stand on disk or came from the designer; at most 1 MiB.</param>
    public static ParseResult Parse(byte[] file)
    {
        var objections = new Objections();
        var root = SafeXml.Read(file, objections);
        if (root is null) return ParseResult.Refused(objections.All);
        if (root.Name != Names.Definitions)
        {
            objections.Add(root, RefusalCodes.NotBpmn, $"the root is {Objections.Short(root.Name.LocalName)}", $"definitions of {Names.Model}");
            return ParseResult.Refused(objections.All);
        }

        SubsetCheck.Check(root, objections);
        CheckIds(root, objections);
        // Reading on beyond here would report what follows from the same mistakes a second time.
        if (!objections.None) return ParseResult.Refused(objections.All);
        return Read(root, Convert.ToHexStringLower(SHA256.HashData(file)), objections);
    }

    private static ParseResult Read(XElement root, string sha256, Objections objections)
    {
        var references = new References(root, objections);
        var drawing = new DrawingReading(root, objections);
        var graphs = root.Elements(Names.Process).Select(process => Process(process, sha256, references, drawing, objections)).ToImmutableArray();
        if (graphs.IsEmpty) objections.Add(root, RefusalCodes.NotBpmn, "the file holds no process", "one process or more");
        return objections.None ? new ParseResult(graphs, [], drawing.Edges.ToImmutableDictionary()) : ParseResult.Refused(objections.All);
    }

    private static Graph Process(XElement process, string sha256, References references, DrawingReading drawing, Objections objections)
    {
        if (process.Text("isExecutable") != "true") objections.Add(process, RefusalCodes.Attribute, "the process is not marked as executable", "isExecutable=\"true\"");
        Terms.Check(process, [], objections);
        var nodes = Elements(process).Where(NodeReading.IsNode)
            .Select(e => drawing.Placed(NodeReading.Read(e, Scope(e), references, objections), objections)).ToList();
        var flows = Elements(process).Where(e => e.Name == Names.Flow).Select(e => FlowReading.Read(e, objections)).ToList();
        var byId = flows.ToDictionary(f => f.Id, StringComparer.Ordinal);
        foreach (var element in Elements(process).Where(NodeReading.IsNode)) FlowReading.CheckRepetition(element, byId, objections);
        foreach (var flow in flows) drawing.CheckDrawn(flow, objections);
        if (nodes.Count > MostNodes) objections.Add(process, RefusalCodes.TooLarge, $"{nodes.Count} elements", $"at most {MostNodes} in one process");
        else Wiring.Check(nodes, flows, objections);
        var name = process.Text("name");
        return new Graph(process.Text("id"), name.Length > 0 ? name : process.Text("id"), sha256, [.. nodes], [.. flows]);
    }

    // Only what the subset lets stand inside has passed, so descending through subprocesses reaches every flow element.
    private static IEnumerable<XElement> Elements(XElement container) =>
        container.Elements().SelectMany(e => e.Name == Names.SubProcess ? Elements(e).Prepend(e) : [e]);

    private static string? Scope(XElement element) => element.Parent!.Name == Names.SubProcess ? element.Parent.Text("id") : null;

    private static void CheckIds(XElement root, Objections objections)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in root.DescendantsAndSelf().Where(e => e.Name.Namespace == Names.Model))
        {
            var id = (string?)element.Attribute("id");
            var needed = NodeReading.IsNode(element) || element.Name == Names.Process || element.Name == Names.Flow;
            if (id is null ? needed : !Id().IsMatch(id) || !taken.Add(id))
                objections.Add(element, RefusalCodes.Id, $"the id \"{Objections.Short(id ?? "")}\" is missing, not an id, or taken", "letters, digits, - and _, each id once");
            if (element.Text("name").Length > 200) objections.Add(element, RefusalCodes.Id, "the name has more than 200 characters", "a few plain words");
        }
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.-]{0,99}\z")]
    private static partial Regex Id();
}
