using System.Collections.Immutable;

namespace PropBot.Workflows.Search;

/// <summary>What must hold on every path of a process.</summary>
public static class SearchProperties
{
    /// <summary>A loosening action is asked for only behind an unexpired approval by somebody other than who asked for it.</summary>
    public const string LooseningApproved = "loosening-approved-by-a-second-person";

    /// <summary>From every state an end can be reached without anybody cancelling.</summary>
    public const string EndReachable = "end-reachable";

    /// <summary>No path ends in an incident of the diagram's own: a key or time that is not there, a gateway without a flow, a starved join.</summary>
    public const string NoDeadEnd = "no-dead-end";

    /// <summary>All states were visited; a process that has too many is not proven.</summary>
    public const string Bounded = "bounded";
}

/// <param name="Element">Id of the element where it happens.</param>
/// <param name="Path">What has to happen, in order, one line each.</param>
public sealed record Counterexample(string Property, string Element, string What, ImmutableArray<string> Path)
{
    public override string ToString() => $"{Property} at {Element}: {What}\n  {string.Join("\n  ", Path)}";
}

/// <param name="States">Different states visited.</param>
/// <param name="Inputs">Inputs tried in them, refused ones included.</param>
/// <param name="Refused">Of these, decisions that the two-person rule, a role or a deadline refused.</param>
/// <param name="Loosenings">Times a loosening action was asked for, each found behind its approval unless a counterexample says otherwise.</param>
public sealed record SearchReport(string Process, int States, long Inputs, long Refused, int Ends, int Loosenings, ImmutableArray<Counterexample> Counterexamples)
{
    public bool Proven => Counterexamples.IsEmpty;
}
