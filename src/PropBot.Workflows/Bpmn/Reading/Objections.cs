using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Gathers what is wrong, so that a file is refused with everything at once.</summary>
internal sealed class Objections
{
    /// <summary>More than anybody reads, and a bound for what a hostile file can make us keep.</summary>
    private const int Most = 200;

    private readonly List<Refusal> list = [];

    public bool None => list.Count == 0;

    public IReadOnlyList<Refusal> All => list;

    public void Add(Refusal refusal)
    {
        if (list.Count < Most) list.Add(refusal);
    }

    public void Add(XElement at, string code, string what, string right)
    {
        var named = at.AncestorsAndSelf().FirstOrDefault(e => e.Attribute("id") is not null);
        var name = at.Text("name");
        Add(new Refusal(Short(named?.Text("id") ?? ""), Short(name.Length > 0 ? name : at.Name.LocalName), code, what, right));
    }

    public void Add(Node at, string code, string what, string right) =>
        Add(new Refusal(at.Id, at.Name.Length > 0 ? at.Name : at.Kind.ToString(), code, what, right));

    public static string Short(string text) => text.Length <= 120 ? text : text[..117] + "...";
}
