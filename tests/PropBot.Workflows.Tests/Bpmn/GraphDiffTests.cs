using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Bpmn;

public sealed class GraphDiffTests
{
    private static readonly Graph Before = Files.Graph("raise-limit");

    public static TheoryData<string> EveryField { get; } = [.. Fields().Select(f => f.Field)];

    [Fact]
    public void a_graph_does_not_differ_from_itself() => Assert.True(GraphDiff.Between(Before, Files.Graph("raise-limit")).None);

    [Fact]
    public void moving_everything_is_no_difference()
    {
        var moved = Before with { Sha256 = "other", Nodes = [.. Before.Nodes.Select(n => n with { Place = new Place(0, 0, 1, 1) })] };
        Assert.True(GraphDiff.Between(Before, moved).None);
    }

    [Theory, MemberData(nameof(EveryField))]
    public void every_field_of_a_node_that_changes_is_told(string field)
    {
        var (_, node, change) = Fields().Single(f => f.Field == field);
        var after = Before with { Nodes = [.. Before.Nodes.Select(n => n.Id == node ? change(n) : n)] };

        var told = Assert.Single(GraphDiff.Between(Before, after).Changes);

        Assert.Equal((ChangeKind.Changed, node, field), (told.Kind, told.Element, told.Field));
    }

    [Fact]
    public void no_field_of_a_node_is_forgotten() => Assert.Equal(
        typeof(Node).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Except(["Id", "Place"]).Order(StringComparer.Ordinal),
        Fields().Select(f => f.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void a_changed_condition_a_new_node_and_a_removed_flow_are_told()
    {
        var after = Before with
        {
            Nodes = Before.Nodes.Add(new Node { Id = "new", Name = "New", Kind = NodeKind.End }),
            Flows = [.. Before.Flows.Where(f => f.Id != "term_to_term_known").Select(f => f.Condition is null ? f : f with { Condition = new Condition("outcome", "no") })],
        };

        var changes = GraphDiff.Between(Before, after).Changes;

        Assert.Contains(changes, c => c is { Kind: ChangeKind.Added, Element: "new" });
        Assert.Contains(changes, c => c is { Kind: ChangeKind.Removed, Element: "term_to_term_known" });
        Assert.Equal(Before.Flows.Count(f => f.Condition is not null), changes.Count(c => c.Field == "Condition"));
    }

    [Fact]
    public void the_order_of_flows_is_told_only_where_two_of_them_can_hold()
    {
        var swapped = Before with { Flows = [.. Before.Flows.Reverse()] };
        Assert.True(GraphDiff.Between(Before, swapped).None);

        var two = Before with { Flows = [.. Before.Flows.Select(f => f.Condition?.Value == "withdraw" ? f with { Condition = new Condition("urgent", "yes") } : f)] };
        Assert.Equal("Order", Assert.Single(GraphDiff.Between(two, two with { Flows = [.. two.Flows.Reverse()] }).Changes).Field);
    }

    private static List<(string Field, string Node, Func<Node, Node> Change)> Fields() =>
    [
        ("Name", "apply", n => n with { Name = "Other" }),
        ("Kind", "raised", n => n with { Kind = NodeKind.TerminateEnd }),
        ("Scope", "raised", n => n with { Scope = "inner" }),
        ("Action", "apply", n => n with { Action = "limits.revert" }),
        ("Inputs", "apply", n => n with { Inputs = n.Inputs.SetItem("value", "=other") }),
        ("Event", "permit_used", n => n with { Event = "other" }),
        ("Key", "permit_used", n => n with { Key = "=other" }),
        ("ErrorCode", "blocked_now_error", n => n with { ErrorCode = null }),
        ("Timer", "time_over", n => n with { Timer = n.Timer! with { Text = "PT31M" } }),
        ("AttachedTo", "time_over", n => n with { AttachedTo = "apply" }),
        ("Interrupting", "time_over", n => n with { Interrupting = false }),
        ("DefaultFlow", "evaluated", n => n with { DefaultFlow = null }),
        ("Called", "raised", n => n with { Called = "resume" }),
        ("Task", "decide", n => n with { Task = n.Task! with { Needed = 2 } }),
    ];
}
