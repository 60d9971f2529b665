using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>A fill of a hedge with what had been planned for it.</summary>
/// <param name="LegSide">The side the leg was opened on; a closing fill trades the other way.</param>
/// <param name="Planned">The price the decision counted with.</param>
/// <param name="Arrival">What the book offered when the order left; equals <paramref name="Planned"/> when the order left with the decision.</param>
public sealed record LegFill(
    Venue Venue, Side LegSide, bool IsExit, Quantity Quantity, Price Price, Price Planned, Price Arrival, Money Fee, DateTimeOffset At)
{
    /// <summary>+1 when it bought, −1 when it sold.</summary>
    public int Sign => IsExit ? -LegSide.Sign() : LegSide.Sign();
}

/// <summary>A hedge with its fills, oldest first, and its funding.</summary>
public sealed record HedgeFills(HedgeRecord Hedge, ImmutableArray<LegFill> Fills, ImmutableArray<FundingBooked> Funding);

/// <summary>Positive: received.</summary>
public sealed record FundingBooked(Venue Venue, Money Amount, DateTimeOffset At);
