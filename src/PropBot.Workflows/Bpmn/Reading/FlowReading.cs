using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Sequence flows and what a condition can say.</summary>
internal static partial class FlowReading
{
    public static Flow Read(XElement element, Objections objections)
    {
        Terms.Check(element, [], objections);
        return new Flow(
            element.Text("id"), element.Text("sourceRef"), element.Text("targetRef"), Condition(element, objections), element.Text("name").ReplaceLineEndings(" "));
    }

    /// <summary>An element repeats its flows; where the repetition says otherwise than the flows, tools would disagree about the diagram.</summary>
    public static void CheckRepetition(XElement element, IReadOnlyDictionary<string, Flow> flows, Objections objections)
    {
        foreach (var said in element.Elements().Where(e => e.Name == Names.Model + "incoming" || e.Name == Names.Model + "outgoing"))
        {
            var end = flows.TryGetValue(said.Value.Trim(), out var flow) ? said.Name.LocalName == "incoming" ? flow.To : flow.From : null;
            if (end == element.Text("id")) continue;
            objections.Add(element, RefusalCodes.Reference, $"it lists {Objections.Short(said.Value.Trim())} as {said.Name.LocalName}, which that flow is not", "the flows that really join it");
        }
    }

    private static Condition? Condition(XElement element, Objections objections)
    {
        var expressions = element.Elements(Names.Condition).ToList();
        if (expressions.Count == 0) return null;
        var match = Equality().Match(expressions[0].Value.Trim());
        if (expressions.Count == 1 && match.Success) return new Condition(match.Groups["name"].Value, match.Groups["value"].Value);
        objections.Add(
            element, RefusalCodes.Condition, $"\"{Objections.Short(expressions[0].Value.Trim())}\" is not an equality", "=outcome = \"word\": C# decides, the diagram routes");
        return null;
    }

    [GeneratedRegex("""\A=\s*(?<name>[a-z][a-z0-9_]{0,63})\s*=\s*"(?<value>[^"\\\r\n]{1,100})"\z""")]
    private static partial Regex Equality();
}
