using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>A market that stands where the test puts it: five levels a side, one tick apart, one coin each.</summary>
internal sealed class FixedMarket : IMarketSource
{
    public decimal Bid { get; set; } = 59_999.9m;
    public decimal Ask { get; set; } = 60_000.1m;
    public decimal LevelQuantity { get; set; } = 1m;
    public decimal Mark { get; set; } = 60_000m;
    public decimal FundingRate { get; set; } = 0.0001m;
    public IReadOnlyList<string> Symbols => ["BTCUSDT"];

    public bool Advance(DateTimeOffset now) => true;

    public void Read(int venue, SimInstrument instrument, RawBook into)
    {
        into.Clear();
        for (var depth = 0; depth < 5; depth++)
        {
            into.Bids.Add(new BookLevel(Bid - (depth * 0.1m), LevelQuantity));
            into.Asks.Add(new BookLevel(Ask + (depth * 0.1m), LevelQuantity));
        }
    }

    public (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument) => (Mark, Mark, FundingRate);

    public string? Keep() => null;

    public void Resume(string kept) => throw new NotSupportedException("A fixed market keeps nothing.");
}
