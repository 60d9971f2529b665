using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Bpmn.Lint;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Bpmn;

public sealed class OurFilesTests(ITestOutputHelper output)
{
    public static TheoryData<string> All { get; } = [.. Files.Names];

    private static readonly string[] Expected =
    [
        "autopilot-arming", "exit-dry-run", "exit-safe-mode", "operators", "partial-hedge", "publish-workflow", "raise-limit", "resume", "rpi-change", "unfreeze-strategy",
    ];

    [Fact]
    public void every_workflow_of_the_design_is_there() => Assert.Equal(Expected, Files.Names);

    [Theory, MemberData(nameof(All))]
    public void it_is_read_without_a_refusal(string file)
    {
        var parsed = Files.Parsed(file);
        Assert.Empty(parsed.Refusals);
        var graph = Assert.Single(parsed.Graphs);
        output.WriteLine($"{file}: {graph.Nodes.Length} elements, {graph.Flows.Length} flows");
        Assert.Equal(file, graph.Process);
    }

    [Theory, MemberData(nameof(All))]
    public void no_lint_rule_objects(string file) =>
        Assert.Empty(Linter.Check(File.ReadAllBytes(Path.Combine(Files.Folder, file + ".bpmn")), ActionContract.Catalog, []));

    [Theory, MemberData(nameof(All))]
    public void everything_has_a_name_in_plain_words(string file) => Assert.All(
        Files.Graph(file).Nodes, node => Assert.Matches(@"^[A-Z0-9][A-Za-z0-9 ,:?_-]{1,60}$", node.Name));

    [Theory, MemberData(nameof(All))]
    public void nothing_lies_on_anything_else(string file)
    {
        var graph = Files.Graph(file);
        var pairs = from a in graph.Nodes
                    from b in graph.Nodes
                    where string.CompareOrdinal(a.Id, b.Id) < 0 && !Holds(graph, a, b) && !Holds(graph, b, a) && a.AttachedTo != b.Id && b.AttachedTo != a.Id
                    where Overlap(a.Place!.Value, b.Place!.Value)
                    select $"{a.Id} and {b.Id}";
        Assert.Empty(pairs);
    }

    [Theory, MemberData(nameof(All))]
    public void everything_stands_on_a_canvas_that_can_be_looked_at(string file)
    {
        var parsed = Files.Parsed(file);
        Assert.All(parsed.Graphs[0].Nodes, node => Assert.True(OnCanvas(node.Place!.Value.X, node.Place.Value.Y) && OnCanvas(node.Place.Value.X + node.Place.Value.Width, node.Place.Value.Y + node.Place.Value.Height), node.Id));
        Assert.All(parsed.Edges, edge => Assert.All(edge.Value, point => Assert.True(OnCanvas(point.X, point.Y), edge.Key)));
    }

    [Theory, MemberData(nameof(All))]
    public void no_line_runs_through_a_shape_it_does_not_belong_to(string file)
    {
        var parsed = Files.Parsed(file);
        var graph = parsed.Graphs[0];
        var crossings = from flow in graph.Flows
                        let points = parsed.Edges[flow.Id]
                        from part in points.Zip(points.Skip(1))
                        from node in graph.Nodes
                        where node.Id != flow.From && node.Id != flow.To && !Holds(graph, node, graph[flow.From])
                        where Crosses(part.First, part.Second, node.Place!.Value)
                        select $"{flow.Id} and {node.Id}";
        Assert.Empty(crossings);
    }

    [Theory, MemberData(nameof(All))]
    public void every_line_begins_and_ends_at_its_elements(string file)
    {
        var parsed = Files.Parsed(file);
        var graph = parsed.Graphs[0];
        Assert.All(graph.Flows, flow => Assert.True(
            Touches(parsed.Edges[flow.Id][0], graph[flow.From].Place!.Value) && Touches(parsed.Edges[flow.Id][^1], graph[flow.To].Place!.Value), flow.Id));
    }

    private static bool Holds(Graph graph, Node outer, Node inner)
    {
        for (var scope = inner.Scope; scope is not null; scope = graph[scope].Scope)
        {
            if (scope == outer.Id) return true;
        }

        return false;
    }

    private static bool Overlap(Place a, Place b) => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height;

    private static bool OnCanvas(double x, double y) => x is >= 0 and <= 3000 && y is >= 0 and <= 1500;

    private static bool Crosses(Waypoint from, Waypoint to, Place place) =>
        Overlap(new Place(Math.Min(from.X, to.X), Math.Min(from.Y, to.Y), Math.Abs(from.X - to.X), Math.Abs(from.Y - to.Y)), new Place(place.X + 1, place.Y + 1, place.Width - 2, place.Height - 2));

    private static bool Touches(Waypoint point, Place place) =>
        point.X >= place.X - 1 && point.X <= place.X + place.Width + 1 && point.Y >= place.Y - 1 && point.Y <= place.Y + place.Height + 1;
}
