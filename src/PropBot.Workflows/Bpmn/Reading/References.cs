using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>The messages, signals and errors that a file declares at its root, and the ids that are taken in it.</summary>
internal sealed class References
{
    private readonly Dictionary<string, XElement> roots = new(StringComparer.Ordinal);
    private readonly Objections objections;

    public References(XElement definitions, Objections objections)
    {
        this.objections = objections;
        foreach (var root in definitions.Elements().Where(e => e.Name.LocalName is "message" or "signal" or "error"))
            roots.TryAdd(root.Text("id"), root);
    }

    /// <summary>The name of a message or signal: that, not its id, is what is published.</summary>
    public string? Name(XElement at, string kind, string attribute) => Find(at, kind, attribute)?.Text("name") switch
    {
        null => null,
        { Length: > 0 and <= 120 } name => name,
        _ => Missing(at, $"the {kind} has no name"),
    };

    /// <summary>Null = every error, for a boundary without a reference.</summary>
    public string? ErrorCode(XElement at)
    {
        if (at.Attribute("errorRef") is null) return null;
        var code = Find(at, "error", "errorRef")?.Text("errorCode");
        return code is null or { Length: > 0 and <= 120 } ? code : Missing(at, "the error has no errorCode");
    }

    private XElement? Find(XElement at, string kind, string attribute)
    {
        var reference = at.Text(attribute);
        var id = reference.Split(':')[^1];
        if (roots.TryGetValue(id, out var found) && found.Name.LocalName == kind) return found;
        Missing(at, $"{attribute}=\"{Objections.Short(reference)}\" names no {kind} of this file");
        return null;
    }

    private string? Missing(XElement at, string what)
    {
        objections.Add(at, RefusalCodes.Reference, what, "a message, signal or error with a name (error: errorCode), declared at the root of the file");
        return null;
    }
}
