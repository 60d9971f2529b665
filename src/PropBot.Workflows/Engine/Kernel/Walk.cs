using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Engine.Kernel;

/// <summary>One step under way: the state as something to change, what is still to be visited, and what has to be done outside.</summary>
internal sealed partial class Walk(Graph graph, FlowState before)
{
    /// <summary>A path without a rest that is longer than this has no end.</summary>
    private const int MostMoves = 2_000;

    private readonly SortedDictionary<int, Token> tokens = new(before.Tokens.ToDictionary(token => token.Number));
    private readonly SortedDictionary<(int Token, string Node), Wait> waits = new(before.Waits.ToDictionary(wait => (wait.Token, wait.Node)), ByTokenThenNode.Same);
    private readonly ImmutableArray<FlowEffect>.Builder effects = ImmutableArray.CreateBuilder<FlowEffect>();
    private readonly ImmutableArray<Passage>.Builder passed = ImmutableArray.CreateBuilder<Passage>();
    private readonly List<Move> moves = [];
    private ImmutableSortedDictionary<string, string> vars = before.Vars;
    private ImmutableSortedDictionary<string, Person> people = before.People;
    private Approved? approved = before.Approved;
    private FlowStatus status = before.Status;
    private string outcome = before.Outcome;
    private int last = before.Last;

    /// <summary>A token between two rests.</summary>
    private readonly record struct Move(string Node, int Scope, string Outcome, string Via = "", bool Aside = false);

    public FlowRefusal Take(FlowInput input) => input switch
    {
        FlowInput.Started started => Start(started),
        FlowInput.JobDone done => JobDone(done),
        FlowInput.JobFailed failed => JobFailed(failed),
        FlowInput.TaskDecided decided => Decided(decided),
        FlowInput.TimerDue due => TimerDue(due),
        FlowInput.MessageArrived message => Message(message),
        FlowInput.SignalRaised signal => Signal(signal),
        FlowInput.Cancelled => Cancel(),
        FlowInput.Skipped skipped => Skip(skipped),
        FlowInput.Retried retried => Retry(retried),
        _ => throw new ArgumentOutOfRangeException(nameof(input), input, "the kernel knows no such input"),
    };

    public (FlowState State, Effects Effects) Finish()
    {
        var visited = 0;
        do
        {
            while (moves.Count > 0)
            {
                var move = moves[0];
                moves.RemoveAt(0);
                if (++visited > MostMoves) Stuck(move, "endless_loop");
                else Arrive(move);
            }
        }
        while (CompleteOneScope());

        if (status == FlowStatus.Running) FindStarvedJoins();
        else effects.Add(new FlowEffect.Ended(status, outcome));
        var after = before with
        {
            Status = status,
            Outcome = outcome,
            Last = last,
            Vars = vars,
            People = people,
            Approved = approved,
            Tokens = [.. tokens.Values],
            Waits = [.. waits.Values],
        };
        return (after, new Effects(FlowRefusal.None, effects.ToImmutable(), passed.ToImmutable()));
    }

    private void Merge(ImmutableSortedDictionary<string, string> more) =>
        vars = vars.SetItems(more.Where(pair => pair.Key is not (Words.Outcome or Words.RequestedBy or Words.DecidedBy)));

    /// <summary>A literal, or the value of <c>=name</c>; null when nothing of that name is known.</summary>
    private string? Resolve(string text, string tokenOutcome) => text.StartsWith('=') ? Value(text[1..].Trim(), tokenOutcome) : text;

    private string? Value(string name, string tokenOutcome) => name switch
    {
        Words.Outcome => tokenOutcome,
        Words.RequestedBy or Words.DecidedBy => people.GetValueOrDefault(name)?.Shown ?? "",
        _ => vars.GetValueOrDefault(name),
    };

    /// <summary>An input whose variable is not there is left out: the action's own type says whether it can do without.</summary>
    private ImmutableSortedDictionary<string, string> Inputs(Node node, string tokenOutcome) => FlowState.Nothing.AddRange(
        from input in node.Inputs
        let value = Resolve(input.Value, tokenOutcome)
        where value is not null
        select KeyValuePair.Create(input.Key, value));

    private Token Rest(Move at)
    {
        var token = new Token(++last, at.Node, at.Scope) { Outcome = at.Outcome, Via = at.Via, Aside = at.Aside };
        tokens.Add(token.Number, token);
        passed.Add(new Passage("entered", at.Node, token.Number));
        return token;
    }

    /// <summary>Takes a token with its waits and, if it stands for a scope, everything inside.</summary>
    private void Remove(Token token, string how = "removed")
    {
        Kill(token.Number);
        foreach (var wait in waits.Values.Where(wait => wait.Token == token.Number).ToList()) Disarm(wait);
        tokens.Remove(token.Number);
        passed.Add(new Passage(how, token.Node, token.Number));
    }

    /// <summary>Everything inside a scope, tokens on their way included; the starts of its event subprocesses too.</summary>
    private void Kill(int scope)
    {
        moves.RemoveAll(move => move.Scope == scope);
        foreach (var inner in tokens.Values.Where(token => token.Scope == scope).ToList()) Remove(inner);
        foreach (var wait in waits.Values.Where(wait => wait.Token == scope && IsScopeStart(wait.Node)).ToList()) Disarm(wait);
    }

    private bool IsScopeStart(string node) => graph[node].Kind is NodeKind.MessageStart or NodeKind.SignalStart or NodeKind.TimerStart;

    private void Disarm(Wait wait)
    {
        waits.Remove((wait.Token, wait.Node));
        effects.Add(new FlowEffect.WaitRemoved(wait.Token, wait.Node, wait.Kind));
    }

    private void Arm(Wait wait, FlowEffect effect)
    {
        waits.Add((wait.Token, wait.Node), wait);
        effects.Add(effect);
    }

    private void Incident(Token token, string code) =>
        Arm(new Wait(token.Number, token.Node, WaitKind.Incident, code), new FlowEffect.IncidentRaised(token.Number, token.Node, code));

    private void Stuck(Move move, string code) => Incident(Rest(move), code);

    private sealed class ByTokenThenNode : IComparer<(int Token, string Node)>
    {
        public static readonly ByTokenThenNode Same = new();

        public int Compare((int Token, string Node) x, (int Token, string Node) y) =>
            x.Token.CompareTo(y.Token) is var byToken and not 0 ? byToken : string.CompareOrdinal(x.Node, y.Node);
    }
}
