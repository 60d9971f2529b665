namespace PropBot.VenueSimulator.Core;

/// <summary>Price in USDT, quantity in base coin.</summary>
public readonly record struct BookLevel(decimal Price, decimal Quantity);

/// <summary>A whole book, best first.</summary>
/// <param name="Sequence">The last change it holds.</param>
public sealed record BookView(string Symbol, long Sequence, DateTimeOffset Time, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks)
{
    public BookLevel? BestBid => Bids.Count == 0 ? null : Bids[0];
    public BookLevel? BestAsk => Asks.Count == 0 ? null : Asks[0];
}

/// <summary>What changed after <see cref="Previous"/> up to and with <see cref="Last"/>; quantities are absolute, 0 = the level is gone.</summary>
public sealed record BookDiff(string Symbol, long Previous, long Last, DateTimeOffset Time, IReadOnlyList<BookLevel> Bids, IReadOnlyList<BookLevel> Asks)
{
    public bool IsEmpty => Last == Previous;
}

/// <summary>A public trade.</summary>
/// <param name="Id">Ascending at a venue, over all symbols, own fills included.</param>
public sealed record SimTrade(string Symbol, long Id, decimal Price, decimal Quantity, SimSide TakerSide, DateTimeOffset Time);

/// <summary>Mark and index in USDT; <see cref="FundingRate"/> is the prediction for <see cref="NextFundingAt"/>.</summary>
public sealed record MarketReference(
    string Symbol, decimal Mark, decimal Index, decimal FundingRate, DateTimeOffset NextFundingAt, TimeSpan FundingInterval);

/// <summary>Raw material of one book: what the market source offers before our own takers ate from it.</summary>
public sealed class RawBook
{
    public List<BookLevel> Bids { get; } = [];
    public List<BookLevel> Asks { get; } = [];

    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }
}
