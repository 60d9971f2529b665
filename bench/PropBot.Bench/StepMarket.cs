using PropBot.VenueSimulator.Core;

namespace PropBot.Bench;

/// <summary>Two flat books that stand still until the bench lifts the second venue's: the one event that is timed.</summary>
internal sealed class StepMarket : IMarketSource
{
    public IReadOnlyList<string> Symbols => ["BTCUSDT"];

    /// <summary>How much dearer the second venue is, in USDT.</summary>
    public decimal Premium { get; set; }

    /// <summary>Moves all prices a little, so that each step is a change on both venues.</summary>
    public decimal Mid { get; set; } = 60_000m;

    public bool Advance(DateTimeOffset now) => true;

    public void Read(int venue, SimInstrument instrument, RawBook into)
    {
        var mid = Mid + (venue == 1 ? Premium : 0m);
        into.Clear();
        for (var i = 1; i <= 20; i++)
        {
            into.Bids.Add(new BookLevel(mid - i, 5m));
            into.Asks.Add(new BookLevel(mid + i, 5m));
        }
    }

    public (decimal Mark, decimal Index, decimal FundingRate) Reference(int venue, SimInstrument instrument) => (Mid, Mid, 0m);

    public string? Keep() => null;

    public void Resume(string kept)
    {
    }
}
