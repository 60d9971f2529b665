using System.Collections.Immutable;

namespace PropBot.Trading.Risk;

/// <summary>One number a refusal rests on, under the name of its setting or measure.</summary>
/// <param name="Unit">USDT, ms, count, fraction, ×.</param>
public readonly record struct RiskNumber(string Name, decimal Value, string Unit);

/// <summary>A no of the gate: the machine word, a sentence for people, and the numbers that were compared.</summary>
/// <param name="Code">The predecessor's word where it had one (contract 7.3); part of the API.</param>
public sealed record RiskRefusal(string Code, string Text, params ImmutableArray<RiskNumber> Numbers)
{
    /// <summary>HOLD under this reason too; empty for a refusal that only concerns this order.</summary>
    public string HoldReason { get; init; } = "";

    /// <summary>Name of the guard that said it.</summary>
    public string Guard { get; init; } = "";

    internal static RiskRefusal CannotEvaluate(string code, string what) => new(code, $"{what} is not known: what cannot be evaluated is refused");
}
