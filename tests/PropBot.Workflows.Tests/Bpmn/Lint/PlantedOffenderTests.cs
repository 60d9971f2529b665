using System.Text;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Bpmn.Lint;

namespace PropBot.Workflows.Tests.Bpmn.Lint;

/// <summary>One change to a sound diagram for each way of being wrong: the rule, and the element it points at.</summary>
public sealed class PlantedOffenderTests
{
    private static readonly List<(string Name, string Rule, string Element, string File, Func<Graph, Graph> Plant)> Offenders =
    [
        ("an action nobody wrote", "action-exists", "check", "resume", g => g.Change("check", n => n with { Action = "desk.guess" })),
        ("an action without its input", "action-exists", "check", "resume", g => g.Change("check", n => n with { Inputs = n.Inputs.Clear() })),
        ("an action with an input it does not take", "action-exists", "check", "resume", g => g.Change("check", n => n with { Inputs = n.Inputs.Add("colour", "red") })),
        ("an outcome without a flow", "outcomes-covered", "checked", "resume", g => g.Change("checked", n => n with { DefaultFlow = null }).Cut("checked_to_blocked")),
        ("a condition nobody can answer", "outcomes-covered", "checked", "resume", g => g.When("checked_to_decide", "clean")),
        ("outcomes that are dropped", "outcomes-covered", "check", "resume", g => g.Cut("check_to_checked").Join("check", "decide")),
        ("a local error nobody takes", "outcomes-covered", "permit", "resume", g => g.Without("state_changed_error")),
        ("no default flow", "default-flow-is-safe", "decided", "resume", g => g.Change("decided", n => n with { DefaultFlow = null }).When("decided_to_rejected", "reject")),
        ("a default flow that loosens", "default-flow-is-safe", "decided", "resume", g => g.Change("decided", n => n with { DefaultFlow = "decided_to_permit" }).Always("decided_to_permit").When("decided_to_rejected", "reject")),
        ("no expiry", "approval-has-expiry", "decide", "resume", g => g.Without("time_over")),
        ("an expiry that leaves the question open", "approval-has-expiry", "decide", "resume", g => g.Change("time_over", n => n with { Interrupting = false })),
        ("an expiry that loosens", "approval-has-expiry", "decide", "resume", g => g.Cut("time_over_to_lapsed").Join("time_over", "permit")),
        ("an approver who may have chosen", "approval-distinct-from-requester", "approve", "partial-hedge", g => g.Change("approve", n => n with { Task = n.Task! with { Requester = Words.RequestedBy } })),
        ("an approval nobody chose before", "approval-distinct-from-requester", "decide", "resume", g => g.Change("decide", n => n with { Task = n.Task! with { Requester = Words.DecidedBy } })),
        ("a requester nobody writes", "approval-distinct-from-requester", "decide", "resume", g => g.Change("decide", n => n with { Task = n.Task! with { Requester = "somebody" } })),
        ("a process that starts by itself", "approval-distinct-from-requester", "decide", "resume", g => g.Change("requested", n => n with { Kind = NodeKind.SignalStart, Event = "dawn" })),
        ("a way around the approval", "loosening-behind-approval", "permit", "resume", g => g.Cut("checked_to_decide").Join("checked", "permit", "clear")),
        ("a choice instead of an approval", "loosening-behind-approval", "permit", "resume", g => g.Change("decide", n => n with { Task = n.Task! with { Kind = TaskSpec.Choice } })),
        ("a no that loosens", "loosening-behind-approval", "permit", "resume", g => g.Cut("decided_to_withdrawn").Join("decided", "permit", "withdraw")),
        ("an interruption that loosens", "loosening-behind-approval", "permit", "resume", g => g.Cut("hold_reason_came_to_superseded").Join("hold_reason_came", "permit")),
        ("an approver who is not shown everything", "loosening-behind-approval", "decide", "raise-limit", g => g.Change("decide", n => n with { Inputs = n.Inputs.Remove("value") })),
        ("an approver who is shown something else", "loosening-behind-approval", "decide", "raise-limit", g => g.Change("decide", n => n with { Inputs = n.Inputs.SetItem("value", "=reason") })),
        ("a remote error nobody takes", "remote-has-error-path", "unwind", "partial-hedge", g => g.Without("unwind_failed")),
        ("a loop that waits for nothing", "no-unbounded-loop", "assess", "partial-hedge", g => g.Cut("assessed_to_wait_venue").Join("assessed", "assess", "unknown")),
        ("an element nothing leads to", "reachable-end", "withdrawn", "resume", g => g.Cut("decided_to_withdrawn")),
        ("a way without an end", "reachable-end", "desk_silent", "resume", g => g.Without("permit_unused").Without("taken_back")),
        ("a message without a key", "message-has-key", "permit_used", "resume", g => g.Change("permit_used", n => n with { Key = null })),
        ("a start whose key names no variable", "message-has-key", "partial", "partial-hedge", g => g.Change("partial", n => n with { Key = "h1" })),
        ("a call that leads nowhere", "call-target-exists", "check", "resume", g => g.Change("check", n => n with { Kind = NodeKind.CallActivity, Called = "nobody" })),
    ];

    public static TheoryData<string> Names { get; } = [.. Offenders.Select(o => o.Name)];

    [Theory, MemberData(nameof(Names))]
    public void it_is_found_at_its_element(string name)
    {
        var (_, rule, element, file, plant) = Offenders.Single(o => o.Name == name);
        var graph = Files.Graph(file);
        Assert.DoesNotContain(Found(graph), f => f.Rule == rule);

        var findings = Found(plant(graph)).ToList();

        Assert.Contains(findings, f => f.Rule == rule && f.Element == element);
    }

    [Fact]
    public void what_is_outside_the_subset_is_a_finding_too()
    {
        var xml = Files.Text("resume").Replace("PT15M", "soon", StringComparison.Ordinal);
        Assert.Equal((Linter.OnlySubset, "time_over_timer"), Linter.Check(Encoding.UTF8.GetBytes(xml), ActionContract.Catalog, []).Select(f => (f.Rule, f.Element)).First());
    }

    [Fact]
    public void every_rule_of_the_design_has_an_offender_here() =>
        Assert.Equal(Linter.RuleNames.Order(StringComparer.Ordinal), Offenders.Select(o => o.Rule).Append(Linter.OnlySubset).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void the_rules_are_those_of_the_design() => Assert.Equal(
        [
            "only-subset", "action-exists", "outcomes-covered", "default-flow-is-safe", "approval-has-expiry", "approval-distinct-from-requester", "loosening-behind-approval",
            "remote-has-error-path", "no-unbounded-loop", "reachable-end", "message-has-key", "call-target-exists",
        ],
        Linter.RuleNames.ToArray());

    private static IEnumerable<Finding> Found(Graph graph) => Linter.Check(new LintSubject(graph, ActionContract.Catalog, [graph.Process]));
}

/// <summary>Changes to a graph, for planting mistakes.</summary>
internal static class Planting
{
    public static Graph Change(this Graph graph, string node, Func<Node, Node> change) =>
        graph with { Nodes = [.. graph.Nodes.Select(n => n.Id == node ? change(n) : n)] };

    public static Graph Without(this Graph graph, string node) => graph with
    {
        Nodes = graph.Nodes.RemoveAll(n => n.Id == node),
        Flows = graph.Flows.RemoveAll(f => f.From == node || f.To == node),
    };

    public static Graph Cut(this Graph graph, string flow) => graph with { Flows = graph.Flows.RemoveAll(f => f.Id == flow) };

    public static Graph Join(this Graph graph, string from, string to, string? when = null) =>
        graph with { Flows = graph.Flows.Add(new Flow($"planted_{from}_{to}", from, to, when is null ? null : new Condition(Words.Outcome, when))) };

    public static Graph When(this Graph graph, string flow, string value) => graph.OnFlow(flow, f => f with { Condition = new Condition(Words.Outcome, value) });

    public static Graph Always(this Graph graph, string flow) => graph.OnFlow(flow, f => f with { Condition = null });

    private static Graph OnFlow(this Graph graph, string flow, Func<Flow, Flow> change) => graph with { Flows = [.. graph.Flows.Select(f => f.Id == flow ? change(f) : f)] };
}
