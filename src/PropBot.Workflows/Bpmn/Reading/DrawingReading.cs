using System.Collections.Immutable;
using System.Globalization;
using System.Xml.Linq;

namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Where things stand: BPMN DI. What is not drawn cannot be seen by those who approve it, so it is refused.</summary>
internal sealed class DrawingReading
{
    private const double Far = 100_000;
    private static readonly string[] Measures = ["x", "y", "width", "height"];
    private readonly Dictionary<string, Place> places = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ImmutableArray<Waypoint>> edges = new(StringComparer.Ordinal);

    public DrawingReading(XElement definitions, Objections objections)
    {
        var planes = definitions.Elements(Names.DiagramRoot).Elements(Names.Diagram + "BPMNPlane").Elements();
        foreach (var drawn in planes)
        {
            if (drawn.Name == Names.Diagram + "BPMNShape") Shape(drawn, objections);
            else if (drawn.Name == Names.Diagram + "BPMNEdge") Edge(drawn, objections);
        }
    }

    public IReadOnlyDictionary<string, ImmutableArray<Waypoint>> Edges => edges;

    public Node Placed(Node node, Objections objections)
    {
        if (places.TryGetValue(node.Id, out var place)) return node with { Place = place };
        objections.Add(node, RefusalCodes.Drawing, "it has no shape in the diagram", "a BPMNShape with bounds");
        return node;
    }

    public void CheckDrawn(Flow flow, Objections objections)
    {
        if (edges.ContainsKey(flow.Id)) return;
        objections.Add(new Refusal(
            Objections.Short(flow.Id), flow.Name.Length > 0 ? flow.Name : "sequenceFlow", RefusalCodes.Drawing, "it has no line in the diagram", "a BPMNEdge with two waypoints or more"));
    }

    private void Shape(XElement shape, Objections objections)
    {
        var bounds = shape.Element(Names.Bounds + "Bounds");
        var numbers = bounds is null ? [] : Measures.Select(a => Number(bounds, a)).ToArray();
        var sound = numbers.Length == 4 && numbers.All(n => n is not null) && numbers[2] > 0 && numbers[3] > 0;
        if (sound && places.TryAdd(shape.Text("bpmnElement"), new Place(numbers[0]!.Value, numbers[1]!.Value, numbers[2]!.Value, numbers[3]!.Value))) return;
        objections.Add(shape, RefusalCodes.Drawing, $"the shape of {Objections.Short(shape.Text("bpmnElement"))} has no sound bounds, or is drawn twice", "x, y, width, height; once");
    }

    private void Edge(XElement edge, Objections objections)
    {
        var points = edge.Elements(Names.Lines + "waypoint").Select(p => (X: Number(p, "x"), Y: Number(p, "y"))).ToList();
        var sound = points.Count >= 2 && points.All(p => p.X is not null && p.Y is not null);
        if (sound && edges.TryAdd(edge.Text("bpmnElement"), [.. points.Select(p => new Waypoint(p.X!.Value, p.Y!.Value))])) return;
        objections.Add(edge, RefusalCodes.Drawing, $"the line of {Objections.Short(edge.Text("bpmnElement"))} has no two points, or is drawn twice", "two waypoints or more; once");
    }

    private static double? Number(XElement element, string attribute) =>
        double.TryParse(element.Text(attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= Far ? number : null;
}
