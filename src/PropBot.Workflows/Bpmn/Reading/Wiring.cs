namespace PropBot.Workflows.Bpmn.Reading;

/// <summary>Whether nodes and flows of one process hang together in a way that means one thing only.</summary>
internal sealed class Wiring
{
    private readonly Dictionary<string, Node> nodes;
    private readonly ILookup<string, Flow> outgoing;
    private readonly ILookup<string, Flow> incoming;
    private readonly Objections objections;

    private Wiring(List<Node> nodes, List<Flow> flows, Objections objections)
    {
        this.nodes = nodes.DistinctBy(n => n.Id).ToDictionary(n => n.Id, StringComparer.Ordinal);
        outgoing = flows.ToLookup(f => f.From, StringComparer.Ordinal);
        incoming = flows.ToLookup(f => f.To, StringComparer.Ordinal);
        this.objections = objections;
    }

    public static void Check(List<Node> nodes, List<Flow> flows, Objections objections)
    {
        var wiring = new Wiring(nodes, flows, objections);
        foreach (var flow in flows) wiring.CheckFlow(flow);
        foreach (var node in nodes)
        {
            wiring.CheckEnds(node);
            wiring.CheckSplit(node);
            wiring.CheckBoundary(node);
            wiring.CheckScope(node);
        }

        if (!nodes.Any(n => n.Scope is null && IsStart(n)))
            objections.Add(new Refusal("", "process", RefusalCodes.Wiring, "nothing starts it", "a start event at the top"));
        if (nodes.Count(n => n.Scope is null && n.Kind == NodeKind.Start) > 1)
            objections.Add(new Refusal("", "process", RefusalCodes.Wiring, "two plain start events", "one: a request must know where it begins"));
    }

    internal static bool IsStart(Node node) => node.Kind is NodeKind.Start or NodeKind.MessageStart or NodeKind.SignalStart or NodeKind.TimerStart;

    internal static bool IsEnd(Node node) => node.Kind is NodeKind.End or NodeKind.TerminateEnd or NodeKind.ErrorEnd or NodeKind.MessageEnd;

    internal static bool IsBoundary(Node node) =>
        node.Kind is NodeKind.BoundaryTimer or NodeKind.BoundaryMessage or NodeKind.BoundarySignal or NodeKind.BoundaryError;

    private void CheckFlow(Flow flow)
    {
        if (!nodes.TryGetValue(flow.From, out var from) || !nodes.TryGetValue(flow.To, out var to))
        {
            objections.Add(new Refusal(Objections.Short(flow.Id), flow.Name.Length > 0 ? flow.Name : "sequenceFlow", RefusalCodes.Reference, "the flow leads from or to nothing in its process", "sourceRef and targetRef name elements"));
            return;
        }

        if (from.Scope != to.Scope) Wrong(from, $"the flow {flow.Id} leaves its subprocess", "flows stay inside");
        if (flow.Condition is not null && from.Kind != NodeKind.Exclusive) Wrong(from, $"the flow {flow.Id} has a condition but leaves no exclusive gateway", "an exclusive gateway between");
    }

    private void CheckEnds(Node node)
    {
        var (ins, outs) = (incoming[node.Id].Count(), outgoing[node.Id].Count());
        var (mayEnter, mayLeave) = (!IsStart(node) && !IsBoundary(node) && node.Kind != NodeKind.EventSubProcess, !IsEnd(node) && node.Kind != NodeKind.EventSubProcess);
        if (mayEnter != ins > 0) Wrong(node, mayEnter ? "nothing leads to it" : "a flow leads to it", mayEnter ? "an incoming flow" : "no incoming flow");
        if (mayLeave != outs > 0) Wrong(node, mayLeave ? "nothing follows it" : "a flow leaves it", mayLeave ? "an outgoing flow, to an end event at last" : "no outgoing flow");
        if (outs > 1 && node.Kind is not (NodeKind.Exclusive or NodeKind.Parallel or NodeKind.EventBased)) Wrong(node, "several flows leave it", "a gateway that says which are taken");
    }

    private void CheckSplit(Node node)
    {
        var flows = outgoing[node.Id].ToList();
        if (node.DefaultFlow is { } chosen && flows.All(f => f.Id != chosen)) Wrong(node, "its default flow is not one of its own", "the id of an outgoing flow");
        if (node.Kind == NodeKind.Exclusive) CheckExclusive(node, flows);
        if (node.Kind == NodeKind.EventBased) CheckEventBased(node, flows);
    }

    private void CheckExclusive(Node node, List<Flow> flows)
    {
        if (flows.Any(f => f.Id == node.DefaultFlow && f.Condition is not null)) Wrong(node, "its default flow has a condition", "no condition there");
        if (flows.Count == 1 && flows[0].Condition is not null) Wrong(node, "its only flow has a condition", "a second flow for when it does not hold");
        if (flows.Count > 1 && flows.Any(f => f.Condition is null && f.Id != node.DefaultFlow)) Wrong(node, "a flow of a choice has no condition", "a condition on each but the default");
        if (flows.Where(f => f.Condition is not null).GroupBy(f => f.Condition).Any(g => g.Count() > 1)) Wrong(node, "two flows have the same condition", "one flow a value");
    }

    private void CheckEventBased(Node node, List<Flow> flows)
    {
        if (flows.Count < 2) Wrong(node, "it waits for one event only", "two or more events, or no gateway");
        foreach (var to in flows.Select(f => nodes.GetValueOrDefault(f.To)).OfType<Node>())
        {
            if (to.Kind is not (NodeKind.TimerCatch or NodeKind.MessageCatch or NodeKind.SignalCatch or NodeKind.ReceiveTask)) Wrong(node, $"{to.Id} behind it is no event", "catch events and receive tasks only");
            else if (incoming[to.Id].Count() > 1) Wrong(to, "another flow leads to it besides that of the event gateway", "one incoming flow");
        }
    }

    private void CheckBoundary(Node node)
    {
        if (!IsBoundary(node)) return;
        if (node.AttachedTo is null || !nodes.TryGetValue(node.AttachedTo, out var host) || host.Scope != node.Scope || !MayCarry(host.Kind, node.Kind))
            Wrong(node, "it stands on nothing that can be left that way", "attachedToRef names a task, call or subprocess beside it; errors come from actions, calls and subprocesses");
        if (node is { Kind: NodeKind.BoundaryError, Interrupting: false }) Wrong(node, "an error that leaves its activity running", "cancelActivity true");
    }

    private static bool MayCarry(NodeKind host, NodeKind boundary) => host switch
    {
        NodeKind.Action or NodeKind.CallActivity or NodeKind.SubProcess => true,
        NodeKind.UserTask or NodeKind.ReceiveTask => boundary != NodeKind.BoundaryError,
        _ => false,
    };

    private void CheckScope(Node node)
    {
        var starts = nodes.Values.Where(n => n.Scope == node.Id && IsStart(n)).ToList();
        if (node.Kind == NodeKind.SubProcess && starts is not [{ Kind: NodeKind.Start }]) Wrong(node, "it does not begin at one plain start event", "one start event without a trigger inside");
        if (node.Kind == NodeKind.EventSubProcess && starts is not [{ Kind: NodeKind.MessageStart or NodeKind.SignalStart or NodeKind.TimerStart }])
            Wrong(node, "it does not begin at one triggered start event", "one start event with a message, signal or timer inside");
        var inEventScope = node.Scope is { } scope && nodes.TryGetValue(scope, out var around) && around.Kind == NodeKind.EventSubProcess;
        if (IsStart(node) && !node.Interrupting && !inEventScope) Wrong(node, "it is marked as not interrupting, but interrupts nothing", "isInterrupting only in an event subprocess");
    }

    private void Wrong(Node node, string what, string right) => objections.Add(node, RefusalCodes.Wiring, what, right);
}
