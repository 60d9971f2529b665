using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Search;

/// <summary>A state of the kernel with what the search remembers beside it.</summary>
/// <param name="Asked">Who asked for what is going on: the starter, then whoever chose last. Kept by the search, not taken from the diagram's terms.</param>
/// <param name="Yes">What is known of the last approval that was given; null when there is none, or a new one was opened since.</param>
internal sealed record Situation(FlowState State, string Asked, Yes? Yes)
{
    /// <summary>
    /// Token numbers only ever grow, so a loop would never come back to a state it had. Numbered anew in the same order, states are equal
    /// when everything that can still happen is.
    /// </summary>
    public Situation Renumbered()
    {
        var number = State.Tokens.Select((token, i) => (token.Number, New: i + 1)).ToDictionary(t => t.Number, t => t.New);
        number[0] = 0;
        var state = State with
        {
            Last = State.Tokens.Length,
            Tokens = [.. State.Tokens.Select(token => token with { Number = number[token.Number], Scope = number[token.Scope] })],
            Waits = [.. State.Waits.Select(wait => wait with { Token = number[wait.Token] })],
        };
        return this with { State = state };
    }
}

/// <param name="Node">The approval.</param>
/// <param name="By">Who said yes, joined.</param>
/// <param name="Second">One of them at least is somebody other than who asked.</param>
/// <param name="Unexpired">The question had a deadline, and the last yes came before it.</param>
internal sealed record Yes(string Node, string By, bool Second, bool Unexpired);

/// <summary>An input with the words a person reads in a counterexample.</summary>
internal sealed record Move(FlowInput Input, string Words, string? Decider = null);
