using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Okx;

/// <summary>A market that stands where the test puts it. The same levels for every symbol and both venues.</summary>
public sealed class StillMarket : IMarketSource
{
    public IReadOnlyList<string> Symbols => ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

    public List<BookLevel> Bids { get; set; } = [new(59_999m, 0.5m), new(59_998m, 2m), new(59_990m, 10m)];

    public List<BookLevel> Asks { get; set; } = [new(60_001m, 0.5m), new(60_002m, 2m), new(60_010m, 10m)];

    public decimal Mark { get; set; } = 60_000m;

    public decimal FundingRate { get; set; } = 0.0001m;

    public bool Advance(DateTimeOffset now) => true;

    public void Read(int venue, SimInstrument instrument, RawBook into)
    {
        into.Clear();
        into.Bids.AddRange(Bids);
        into.Asks.AddRange(Asks);
    }

    public (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument) => (Mark, Mark, FundingRate);

    public string? Keep() => null;

    public void Resume(string kept)
    {
    }
}
