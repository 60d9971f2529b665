using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>What happens when a token goes on from an element, or comes to its end.</summary>
internal sealed partial class Walk
{
    /// <summary>
    /// An exclusive gateway takes the first flow whose condition holds, else the default. Anything else takes every flow that has no
    /// condition or one that holds, else the default (ISO 19510 §13.3.2).
    /// </summary>
    private void Leave(Node node, Move move)
    {
        var flows = graph.Outgoing(node.Id).ToList();
        if (flows.Count == 0) return;
        var open = flows.Where(flow => flow.Id != node.DefaultFlow && Holds(flow, flows.Count, node, move.Outcome)).ToList();
        if (node.Kind == NodeKind.Exclusive && open.Count > 1) open.RemoveRange(1, open.Count - 1);
        if (open.Count == 0) open.AddRange(flows.Where(flow => flow.Id == node.DefaultFlow));
        if (open.Count == 0) Stuck(move with { Node = node.Id, Via = "" }, "no_flow");
        foreach (var flow in open)
        {
            passed.Add(new Passage("flow", flow.Id, 0));
            moves.Add(move with { Node = flow.To, Via = flow.Id });
        }
    }

    private bool Holds(Flow flow, int beside, Node node, string tokenOutcome) => flow.Condition is { } condition
        ? Value(condition.Variable, tokenOutcome) == condition.Value
        // A choice between several flows is made by conditions; a bare flow among them is no answer.
        : node.Kind != NodeKind.Exclusive || beside == 1;

    private static Move At(Token token, string tokenOutcome) => new(token.Node, token.Scope, tokenOutcome, Aside: token.Aside);

    private void Complete(Token token, string tokenOutcome)
    {
        Remove(token, "left");
        Leave(graph[token.Node], At(token, tokenOutcome));
    }

    private void End(Node node, Move move)
    {
        if (node.Kind == NodeKind.MessageEnd && !Publish(node, move)) return;
        passed.Add(new Passage("entered", node.Id, 0));
        if (node.Kind == NodeKind.ErrorEnd)
        {
            RaiseFrom(move.Scope, node.ErrorCode ?? "");
            return;
        }

        if (!move.Aside) Conclude(move.Scope, node.Id);
        if (node.Kind == NodeKind.TerminateEnd) Kill(move.Scope);
    }

    private void Conclude(int scope, string end)
    {
        if (scope == 0) outcome = end;
        else tokens[scope] = tokens[scope] with { Outcome = end };
    }

    /// <summary>An error end inside a scope: the nearest scope around it that catches the code goes on from there; nobody does: the instance has failed.</summary>
    private void RaiseFrom(int scope, string code)
    {
        if (scope != 0 && Caught(tokens[scope], code)) return;
        Kill(0);
        (status, outcome) = (FlowStatus.Failed, code);
    }

    /// <summary>Looks for an error boundary at the activity and at each subprocess around it; an exact code goes before one that takes all.</summary>
    private bool Caught(Token at, string code)
    {
        for (var token = at; ; token = tokens[token.Scope])
        {
            var catches = graph.Boundaries(token.Node).Where(boundary => boundary.Kind == NodeKind.BoundaryError).ToList();
            var taken = catches.Find(boundary => boundary.ErrorCode == code) ?? catches.Find(boundary => string.IsNullOrEmpty(boundary.ErrorCode));
            if (taken is not null)
            {
                Remove(token);
                passed.Add(new Passage("entered", taken.Id, 0));
                Leave(taken, At(token, code));
                return true;
            }

            if (token.Scope == 0) return false;
        }
    }

    /// <summary>A scope without a token in it is over; so is the instance.</summary>
    /// <returns>True when there is more to visit or to complete.</returns>
    private bool CompleteOneScope()
    {
        if (status != FlowStatus.Running) return false;
        var scope = tokens.Values.LastOrDefault(token => IsOpenScope(token) && IsEmpty(token.Number));
        if (scope is null)
        {
            if (!IsEmpty(0)) return false;
            Kill(0);
            status = FlowStatus.Completed;
            return false;
        }

        var node = graph[scope.Node];
        Remove(scope, "left");
        if (node.Kind == NodeKind.SubProcess) Leave(node, At(scope, scope.Outcome));
        else if (Interrupts(node) && scope.Outcome.Length > 0) Conclude(scope.Scope, scope.Outcome);
        return true;
    }

    /// <summary>The diagram says it on the start event; either place counts.</summary>
    private bool Interrupts(Node sub) => sub.Interrupting && graph.Inside(sub.Id).All(inner => inner.Interrupting || !IsScopeStart(inner.Id));

    // A scope that could not be opened holds an incident of its own and is not over.
    private bool IsOpenScope(Token token) =>
        graph[token.Node].Kind is NodeKind.SubProcess or NodeKind.EventSubProcess && !waits.ContainsKey((token.Number, token.Node));

    private bool IsEmpty(int scope) => tokens.Values.All(token => token.Scope != scope) && moves.TrueForAll(move => move.Scope != scope);

    /// <summary>Tokens at joins whose other branches can no longer come would wait for ever without anybody knowing.</summary>
    private void FindStarvedJoins()
    {
        foreach (var scope in tokens.Values.GroupBy(token => token.Scope).ToList())
        {
            if (scope.Any(token => !IsAtJoin(token))) continue;
            foreach (var token in scope.Where(token => !waits.ContainsKey((token.Number, token.Node)))) Incident(token, "join_starved");
        }
    }

    private bool IsAtJoin(Token token) => graph[token.Node].Kind == NodeKind.Parallel;
}
