using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>Mark prices that are fresh enough to value with; a pair that is not here has none.</summary>
public sealed record Marks(ImmutableDictionary<(Venue Venue, string Symbol), Price> Fresh)
{
    public static readonly Marks None = new(ImmutableDictionary<(Venue Venue, string Symbol), Price>.Empty);

    public Price? Of(Venue venue, string symbol) => Fresh.TryGetValue((venue, symbol), out var price) ? price : null;

    public Marks With(Venue venue, string symbol, Price price) => new(Fresh.SetItem((venue, symbol), price));
}
