using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>How each input finds its token.</summary>
internal sealed partial class Walk
{
    private FlowRefusal Start(FlowInput.Started input)
    {
        var start = input.Node is { } id
            ? graph.Inside(null).FirstOrDefault(node => node.Id == id && (node.Kind == NodeKind.Start || IsScopeStart(node.Id)))
            : graph.Inside(null).FirstOrDefault(node => node.Kind == NodeKind.Start);
        if (start is null) return FlowRefusal.NoSuchStart;
        status = FlowStatus.Running;
        if (input.By is { } by) people = people.SetItem(Words.RequestedBy, by);
        Merge(input.Vars);
        OpenScope(0, null, "", start.Id);
        return FlowRefusal.None;
    }

    private FlowRefusal JobDone(FlowInput.JobDone input)
    {
        if (Waiting(input.Token, WaitKind.Job, WaitKind.Call) is not { } token) return FlowRefusal.Gone;
        Merge(input.Vars);
        Complete(token, input.Outcome);
        return FlowRefusal.None;
    }

    private FlowRefusal JobFailed(FlowInput.JobFailed input)
    {
        if (Waiting(input.Token, WaitKind.Job, WaitKind.Call) is not { } token) return FlowRefusal.Gone;
        if (Caught(token, input.ErrorCode)) return FlowRefusal.None;
        Disarm(waits[(token.Number, token.Node)]);
        Incident(token, input.ErrorCode);
        return FlowRefusal.None;
    }

    /// <summary>The first outcome of an approval needs its number of people, each counted once; any other outcome, and any choice, needs one.</summary>
    private FlowRefusal Decided(FlowInput.TaskDecided input)
    {
        if (Waiting(input.Token, WaitKind.Task) is not { } token) return FlowRefusal.Gone;
        var terms = graph[token.Node].Task!;
        if (!terms.Outcomes.Contains(input.Outcome)) return FlowRefusal.OutcomeNotListed;
        var votes = token.Votes;
        if (terms.IsApproval && input.Outcome == terms.Outcomes[0])
        {
            if (votes.Any(vote => SamePerson(vote, input.Who))) return FlowRefusal.AlreadyVoted;
            votes = votes.Add(input.Who);
            tokens[token.Number] = token with { Votes = votes };
            effects.Add(new FlowEffect.VoteTaken(token.Number, token.Node, input.Who, votes.Length, terms.Needed));
            if (votes.Length < terms.Needed) return FlowRefusal.None;
            approved = new Approved(token.Node, votes, token.Payload);
        }

        people = people.SetItem(Words.DecidedBy, input.Who);
        Merge(input.Vars);
        Complete(token, input.Outcome);
        return FlowRefusal.None;
    }

    private FlowRefusal TimerDue(FlowInput.TimerDue input)
    {
        if (!waits.TryGetValue((input.Token, input.Node), out var wait) || wait.Kind != WaitKind.Timer) return FlowRefusal.Gone;
        Fire(wait);
        return FlowRefusal.None;
    }

    private FlowRefusal Message(FlowInput.MessageArrived input)
    {
        var wait = waits.Values.FirstOrDefault(one => one.Kind == WaitKind.Message && one.Name == input.Name && one.Key == input.Key);
        if (wait is null) return FlowRefusal.Gone;
        Merge(input.Vars);
        Fire(wait);
        return FlowRefusal.None;
    }

    private FlowRefusal Signal(FlowInput.SignalRaised input)
    {
        var heard = waits.Values.Where(one => one.Kind == WaitKind.Signal && one.Name == input.Name).ToList();
        if (heard.Count == 0) return FlowRefusal.Gone;
        Merge(input.Vars);
        // One that interrupts takes the others with it.
        foreach (var wait in heard.Where(wait => waits.ContainsKey((wait.Token, wait.Node)))) Fire(wait);
        return FlowRefusal.None;
    }

    private FlowRefusal Cancel()
    {
        Kill(0);
        (status, outcome) = (FlowStatus.Cancelled, "cancelled");
        return FlowRefusal.None;
    }

    private FlowRefusal Skip(FlowInput.Skipped input)
    {
        if (OwnWait(input.Token) is not { } wait) return FlowRefusal.Gone;
        if (!SkipRule.Allows(graph, wait.Node)) return FlowRefusal.SkipForbidden;
        Complete(tokens[input.Token], input.Outcome);
        return FlowRefusal.None;
    }

    private FlowRefusal Retry(FlowInput.Retried input)
    {
        if (OwnWait(input.Token) is not { Kind: WaitKind.Incident } wait) return FlowRefusal.Gone;
        var token = tokens[input.Token];
        var node = graph[token.Node];
        var began = node.Kind is NodeKind.Action or NodeKind.CallActivity && wait.Name is not ("timer_unreadable" or "key_missing" or "no_flow" or "endless_loop");
        if (began)
        {
            // The same token: what was tried under its number is asked for before it is tried again.
            Disarm(wait);
            Begin(node, token);
            return FlowRefusal.None;
        }

        Remove(token, "left");
        if (wait.Name == "no_flow") Leave(node, At(token, token.Outcome));
        else if (node.Kind == NodeKind.EventSubProcess) ArmEventSubProcess(token.Scope, node);
        else moves.Add(At(token, token.Outcome) with { Via = token.Via });
        return FlowRefusal.None;
    }

    // What a named person says about themselves does not make two of them.
    private static bool SamePerson(Person one, Person other) => string.Equals(one.Shown.Trim(), other.Shown.Trim(), StringComparison.OrdinalIgnoreCase);

    private Wait? OwnWait(int number) =>
        tokens.TryGetValue(number, out var token) && waits.TryGetValue((number, token.Node), out var wait) ? wait : null;

    private Token? Waiting(int number, params ReadOnlySpan<WaitKind> kinds) =>
        OwnWait(number) is { } wait && kinds.Contains(wait.Kind) ? tokens[number] : null;

    private void Fire(Wait wait)
    {
        var node = graph[wait.Node];
        if (node.AttachedTo is not null) FireBoundary(node, wait);
        else if (IsScopeStart(node.Id)) FireEventSubProcess(node, wait);
        else
        {
            var token = tokens[wait.Token];
            Remove(token, "left");
            if (token.Node != node.Id) passed.Add(new Passage("entered", node.Id, 0));
            Leave(node, At(token, token.Outcome));
        }
    }

    private void FireBoundary(Node boundary, Wait wait)
    {
        var host = tokens[wait.Token];
        if (boundary.Interrupting) Remove(host);
        else Spend(boundary, wait);
        passed.Add(new Passage("entered", boundary.Id, 0));
        // Not the host's outcome: what was decided before the host says nothing about what interrupted it.
        Leave(boundary, At(host, "") with { Aside = host.Aside || !boundary.Interrupting });
    }

    private void FireEventSubProcess(Node start, Wait wait)
    {
        var sub = graph[start.Scope!];
        if (Interrupts(sub)) Kill(wait.Token);
        else Spend(start, wait);
        var token = Rest(new Move(sub.Id, wait.Token, ""));
        OpenScope(token.Number, sub.Id, "", start.Id);
    }

    /// <summary>What leaves its activity running: a timer is used up unless it is a cycle with rounds left; messages and signals may come again.</summary>
    private void Spend(Node node, Wait wait)
    {
        if (wait.Kind != WaitKind.Timer) return;
        if (node.Timer!.Kind != TimerKind.Cycle || wait.Left == 1)
        {
            Disarm(wait);
            return;
        }

        waits[(wait.Token, wait.Node)] = wait with { Left = wait.Left < 0 ? wait.Left : wait.Left - 1 };
        effects.Add(new FlowEffect.TimerWanted(wait.Token, wait.Node, TimerKind.Cycle, wait.Key, Again: true));
    }
}
