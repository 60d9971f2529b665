using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>What happens when a token comes to an element.</summary>
internal sealed partial class Walk
{
    private void Arrive(Move move)
    {
        var node = graph[move.Node];
        switch (node.Kind)
        {
            case NodeKind.Exclusive:
                passed.Add(new Passage("entered", node.Id, 0));
                Leave(node, move);
                break;
            case NodeKind.Parallel:
                Join(node, move);
                break;
            case NodeKind.MessageThrow or NodeKind.SignalThrow:
                Throw(node, move);
                break;
            case NodeKind.End or NodeKind.TerminateEnd or NodeKind.ErrorEnd or NodeKind.MessageEnd:
                End(node, move);
                break;
            case NodeKind.Start or NodeKind.MessageStart or NodeKind.SignalStart or NodeKind.TimerStart:
                passed.Add(new Passage("entered", node.Id, 0));
                Leave(node, move);
                break;
            default:
                ComeToRest(node, Rest(move));
                break;
        }
    }

    /// <summary>Arms everything the token waits for. What cannot be armed is an incident instead of the activity: an approval without its expiry never opens.</summary>
    private void ComeToRest(Node node, Token token)
    {
        var events = node.Kind == NodeKind.EventBased
            ? graph.Outgoing(node.Id).Select(flow => graph[flow.To])
            : graph.Boundaries(node.Id).Where(boundary => boundary.Kind != NodeKind.BoundaryError);
        var own = IsEvent(node.Kind) ? events.Prepend(node) : events;
        foreach (var one in own.ToList())
        {
            if (ArmEvent(token.Number, one, token.Outcome) is not { } problem) continue;
            foreach (var armed in waits.Values.Where(wait => wait.Token == token.Number).ToList()) Disarm(armed);
            Incident(token, problem);
            return;
        }

        Begin(node, token);
    }

    private void Begin(Node node, Token token)
    {
        switch (node.Kind)
        {
            case NodeKind.Action:
                Arm(
                    new Wait(token.Number, node.Id, WaitKind.Job, node.Action ?? ""),
                    new FlowEffect.JobWanted(token.Number, node.Id, node.Action ?? "", Inputs(node, token.Outcome)));
                break;
            case NodeKind.CallActivity:
                Arm(
                    new Wait(token.Number, node.Id, WaitKind.Call, node.Called ?? ""),
                    new FlowEffect.CallWanted(token.Number, node.Id, node.Called ?? "", Inputs(node, token.Outcome)));
                break;
            case NodeKind.UserTask:
                Open(node, token);
                break;
            case NodeKind.SubProcess:
                OpenScope(token.Number, node.Id, token.Outcome, graph.Inside(node.Id).FirstOrDefault(inner => inner.Kind == NodeKind.Start)?.Id);
                break;
        }
    }

    private void Open(Node node, Token token)
    {
        var terms = node.Task!;
        var asked = token with { Payload = Inputs(node, token.Outcome), Asked = terms.IsApproval ? people.GetValueOrDefault(terms.Requester) : null };
        tokens[token.Number] = asked;
        // A new question voids the old answer.
        if (terms.IsApproval) approved = null;
        Arm(new Wait(token.Number, node.Id, WaitKind.Task), new FlowEffect.TaskWanted(token.Number, node.Id, terms, asked.Payload));
    }

    /// <param name="scope">0 for the instance itself.</param>
    /// <param name="id">The subprocess; null at the top.</param>
    private void OpenScope(int scope, string? id, string tokenOutcome, string? start)
    {
        foreach (var sub in graph.Inside(id).Where(inner => inner.Kind == NodeKind.EventSubProcess)) ArmEventSubProcess(scope, sub);
        if (start is not null) moves.Add(new Move(start, scope, tokenOutcome));
        else Incident(tokens[scope], "no_start");
    }

    private void ArmEventSubProcess(int scope, Node sub)
    {
        foreach (var start in graph.Inside(sub.Id).Where(inner => IsScopeStart(inner.Id)))
        {
            if (ArmEvent(scope, start, "") is { } problem) Stuck(new Move(sub.Id, scope, ""), problem);
        }
    }

    /// <returns>Null, or what stands in the way.</returns>
    private string? ArmEvent(int token, Node node, string tokenOutcome)
    {
        switch (node.Kind)
        {
            case NodeKind.TimerCatch or NodeKind.BoundaryTimer or NodeKind.TimerStart:
                var text = Resolve(node.Timer!.Text, tokenOutcome);
                if (text is null || TimerText.Read(node.Timer.Kind, text) is not { } plan) return "timer_unreadable";
                Arm(
                    new Wait(token, node.Id, WaitKind.Timer, Key: text, Left: node.Timer.Kind == TimerKind.Cycle ? plan.Times : 0),
                    new FlowEffect.TimerWanted(token, node.Id, node.Timer.Kind, text));
                return null;
            case NodeKind.SignalCatch or NodeKind.BoundarySignal or NodeKind.SignalStart:
                Arm(new Wait(token, node.Id, WaitKind.Signal, node.Event!), new FlowEffect.SignalWanted(token, node.Id, node.Event!));
                return null;
            default:
                var key = Resolve(node.Key ?? "", tokenOutcome);
                // An empty key would take anybody's message.
                if (string.IsNullOrEmpty(key)) return "key_missing";
                Arm(new Wait(token, node.Id, WaitKind.Message, node.Event!, key), new FlowEffect.MessageWanted(token, node.Id, node.Event!, key));
                return null;
        }
    }

    private static bool IsEvent(NodeKind kind) => kind is NodeKind.TimerCatch or NodeKind.MessageCatch or NodeKind.SignalCatch or NodeKind.ReceiveTask;

    private void Join(Node node, Move move)
    {
        var flows = graph.Incoming(node.Id).Select(flow => flow.Id).ToList();
        if (flows.Count <= 1)
        {
            passed.Add(new Passage("entered", node.Id, 0));
            Leave(node, move);
            return;
        }

        Rest(move);
        var here = tokens.Values.Where(token => token.Node == node.Id && token.Scope == move.Scope && token.Via.Length > 0).ToList();
        var one = flows.Select(flow => here.FirstOrDefault(token => token.Via == flow)).ToList();
        if (one.Any(token => token is null)) return;
        foreach (var token in one) Remove(token!, "left");
        // Branches that do not agree leave no outcome, so that the next gateway takes its default flow, the safe one.
        var agreed = one.All(token => token!.Outcome == one[0]!.Outcome) ? one[0]!.Outcome : "";
        Leave(node, new Move(node.Id, move.Scope, agreed, Aside: one.All(token => token!.Aside)));
    }

    private void Throw(Node node, Move move)
    {
        if (!Publish(node, move)) return;
        passed.Add(new Passage("entered", node.Id, 0));
        Leave(node, move);
    }

    private bool Publish(Node node, Move move)
    {
        var carried = Inputs(node, move.Outcome);
        if (node.Kind == NodeKind.SignalThrow)
        {
            effects.Add(new FlowEffect.SignalThrown(node.Event!, carried));
            return true;
        }

        if (Resolve(node.Key ?? "", move.Outcome) is not { Length: > 0 } key)
        {
            Stuck(move, "key_missing");
            return false;
        }

        effects.Add(new FlowEffect.MessageThrown(node.Event!, key, carried));
        return true;
    }
}
