using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Our own extension elements: action with inputs, task terms, correlation key.</summary>
internal static partial class Terms
{
    /// <summary>Refuses every extension that its element gives no meaning to: foreign ones, ours at a wrong place, ours twice.</summary>
    public static void Check(XElement element, string[] allowed, Objections objections)
    {
        var extensions = Extensions(element).ToList();
        foreach (var extension in extensions.Where(e => e.Name.Namespace != Names.Ours || !allowed.Contains(e.Name.LocalName)))
        {
            objections.Add(
                element, RefusalCodes.Extension, $"the extension {Objections.Short(extension.Name.LocalName)} means nothing on {element.Name.LocalName}",
                allowed.Length == 0 ? "none" : "propbot:" + string.Join(" or propbot:", allowed));
        }

        if (extensions.Where(e => e.Name.LocalName != "input").GroupBy(e => e.Name).Any(g => g.Count() > 1))
            objections.Add(element, RefusalCodes.Extension, "one extension stands there twice", "each once");
    }

    public static (string? Action, ImmutableSortedDictionary<string, string> Inputs) Action(XElement element, Objections objections)
    {
        var action = Ours(element, "action");
        if (action is null)
        {
            objections.Add(element, RefusalCodes.Terms, $"{element.Name.LocalName} names no action", "a propbot:action with a name of the catalogue");
            return (null, ImmutableSortedDictionary<string, string>.Empty);
        }

        Only(element, action, objections, "name");
        var name = action.Text("name");
        if (!ActionName().IsMatch(name)) objections.Add(element, RefusalCodes.Terms, $"\"{Objections.Short(name)}\" is no action name", "room.verb-words, lower case");
        return (name, Inputs(element, action.Elements(), objections));
    }

    /// <summary>Inputs of a call activity stand directly among its extensions.</summary>
    public static ImmutableSortedDictionary<string, string> CallInputs(XElement element, Objections objections) =>
        Inputs(element, Extensions(element).Where(e => e.Name == Names.Ours + "input"), objections);

    public static (TaskSpec? Task, ImmutableSortedDictionary<string, string> Inputs) Task(XElement element, Objections objections)
    {
        var task = Ours(element, "task");
        if (task is null)
        {
            objections.Add(element, RefusalCodes.Terms, "a user task without terms", "a propbot:task with kind, role and outcomes");
            return (null, ImmutableSortedDictionary<string, string>.Empty);
        }

        Only(element, task, objections, "kind", "role", "outcomes", "needed", "requester");
        var kind = task.Text("kind");
        if (kind is not (TaskSpec.Approval or TaskSpec.Choice)) objections.Add(element, RefusalCodes.Terms, $"kind \"{Objections.Short(kind)}\"", "approval or choice");
        if (task.Text("role") != "operator") objections.Add(element, RefusalCodes.Terms, $"role \"{Objections.Short(task.Text("role"))}\"", "operator: nobody else decides");
        var outcomes = task.Text("outcomes").Split(' ', StringSplitOptions.RemoveEmptyEntries).ToImmutableArray();
        if (outcomes.Length < 2 || outcomes.Distinct().Count() != outcomes.Length || !outcomes.All(o => Word().IsMatch(o)))
            objections.Add(element, RefusalCodes.Terms, "outcomes are not a list of words", "two or more different lower-case words, the loosening one first");
        var spec = new TaskSpec(kind, task.Text("role"), outcomes, Needed(element, task, objections));
        if (task.Attribute("requester") is not null) spec = spec with { Requester = Requester(element, task, objections) };
        return (spec, Inputs(element, task.Elements(), objections));
    }

    /// <summary>The key of a message; null where none is given, which the lint calls out.</summary>
    public static string? Key(XElement element, Objections objections)
    {
        if (Ours(element, "correlation") is not { } correlation) return null;
        Only(element, correlation, objections, "key");
        return Value(element, "key", correlation.Text("key"), objections);
    }

    /// <summary>A literal, or <c>=name</c>; anything else after the sign would be a script.</summary>
    private static string Value(XElement element, string name, string value, Objections objections)
    {
        var wrong = value.Length is 0 or > 200 || (value[0] == '=' && Words.Reference(value) is null);
        if (wrong) objections.Add(element, RefusalCodes.Terms, $"{Objections.Short(name)}=\"{Objections.Short(value)}\" is not readable", "a literal, or =name of a variable");
        return value;
    }

    private static ImmutableSortedDictionary<string, string> Inputs(XElement element, IEnumerable<XElement> children, Objections objections)
    {
        var inputs = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var child in children)
        {
            Only(element, child, objections, "name", "value");
            var name = child.Text("name");
            if (child.Name != Names.Ours + "input" || !Word().IsMatch(name) || inputs.ContainsKey(name))
                objections.Add(element, RefusalCodes.Terms, $"the input \"{Objections.Short(name)}\" is not readable or stands there twice", "propbot:input with a lower-case name and a value");
            else inputs[name] = Value(element, name, child.Text("value"), objections);
        }

        return inputs.ToImmutable();
    }

    private static int Needed(XElement element, XElement task, Objections objections)
    {
        var text = task.Attribute("needed")?.Value ?? "1";
        var cardinality = element.Element(Names.Model + "multiInstanceLoopCharacteristics") is { } several ? several.Value.Trim() : "1";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var needed) && needed is >= 1 and <= 5 && cardinality == text) return needed;
        objections.Add(
            element, RefusalCodes.Terms, $"needed=\"{Objections.Short(text)}\" and the marker for several people ({Objections.Short(cardinality)}) do not agree",
            "1 to 5, the same number as loop cardinality of a parallel multi-instance marker; no marker for 1");
        return 1;
    }

    private static string Requester(XElement element, XElement task, Objections objections)
    {
        if (Words.Reference(task.Text("requester")) is { } variable) return variable;
        objections.Add(element, RefusalCodes.Terms, $"requester=\"{Objections.Short(task.Text("requester"))}\"", $"={Words.RequestedBy} or ={Words.DecidedBy}");
        return Words.RequestedBy;
    }

    private static void Only(XElement element, XElement extension, Objections objections, params string[] attributes)
    {
        foreach (var attribute in extension.Attributes().Where(a => !a.IsNamespaceDeclaration && !attributes.Contains(a.Name.ToString())))
            objections.Add(element, RefusalCodes.Extension, $"{extension.Name.LocalName} has no {Objections.Short(attribute.Name.LocalName)}", string.Join(", ", attributes));
        var inside = extension.Nodes().Where(n => n is not XElement child || extension.Name.LocalName is not ("action" or "task") || child.Name != Names.Ours + "input");
        if (inside.Any(n => n is not XText text || !string.IsNullOrWhiteSpace(text.Value)))
            objections.Add(element, RefusalCodes.Extension, $"{extension.Name.LocalName} holds what it has no place for", "attributes only; inputs in an action or a task");
    }

    private static IEnumerable<XElement> Extensions(XElement element) => element.Elements(Names.Extensions).Elements();

    private static XElement? Ours(XElement element, string name) => Extensions(element).FirstOrDefault(e => e.Name == Names.Ours + name);

    [GeneratedRegex(@"\A[a-z][a-z0-9-]{0,30}\.[a-z][a-z0-9-]{0,60}\z")]
    private static partial Regex ActionName();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]{0,63}\z")]
    internal static partial Regex Word();
}
