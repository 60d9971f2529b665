using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>What one venue said in one round of questions. A part it did not answer is null.</summary>
/// <param name="AskedAt">When the first question of the round left, by our clock.</param>
public sealed record VenueWord(Venue Venue, DateTimeOffset AskedAt)
{
    public IReadOnlyList<PositionFact>? Positions { get; init; }
    public IReadOnlyList<OrderUpdate>? OpenOrders { get; init; }
    public IReadOnlyList<BalanceFact>? Balances { get; init; }

    /// <summary>One entry for each symbol whose trades were asked for.</summary>
    public IReadOnlyList<FillsTold> Fills { get; init; } = [];

    public bool IsComplete => Positions is not null && OpenOrders is not null && Balances is not null && Fills.All(fills => fills.Trades is not null);
}

/// <param name="Since">The answer holds every trade from here on.</param>
/// <param name="Trades">Null: not answered.</param>
public sealed record FillsTold(string Symbol, DateTimeOffset Since, IReadOnlyList<Fill>? Trades);
