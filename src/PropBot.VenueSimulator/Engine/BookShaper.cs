using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Makes of the source's levels what this venue shows: moved prices, holes, and everything on the instrument's present steps.</summary>
internal sealed class BookShaper(VenueProfile profile, FaultBoard faults)
{
    private readonly Dictionary<string, SimInstrument> listed = profile.Instruments.ToDictionary(i => i.Symbol, StringComparer.Ordinal);

    public void Shape(SimInstrument instrument, RawBook raw)
    {
        var factor = faults.PriceFactor(instrument.Symbol);
        var (bids, asks) = faults.Liquidity(instrument.Symbol);
        // The source is on the listed steps already.
        var usual = listed[instrument.Symbol];
        if (factor == 1m && (bids, asks) == (1m, 1m) && (instrument.Tick, instrument.Step) == (usual.Tick, usual.Step)) return;
        Side(instrument, raw.Bids, factor, bids, decimal.Floor);
        Side(instrument, raw.Asks, factor, asks, decimal.Ceiling);
    }

    private static void Side(SimInstrument instrument, List<BookLevel> levels, decimal factor, decimal keep, Func<decimal, decimal> outwards)
    {
        var shaped = levels
            .Select(l => new BookLevel(outwards(l.Price * factor / instrument.Tick) * instrument.Tick, decimal.Floor(l.Quantity * keep / instrument.Step) * instrument.Step))
            .Where(l => l.Quantity > 0m && l.Price > 0m)
            .GroupBy(l => l.Price)
            .Select(g => new BookLevel(g.Key, g.Sum(l => l.Quantity)))
            .ToList();
        levels.Clear();
        levels.AddRange(shaped);
    }
}
