using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Markets;

/// <summary>The generated depth around a mid. Levels sit on an absolute grid and their size depends only on price and a slow epoch, so a small move of the mid
/// changes few levels, as in a real book.</summary>
public static class Ladder
{
    public const int Levels = 40;
    private static readonly double[] HalfSpreadBps = [0.2, 0.3];
    private static readonly double[] GapBps = [0.3, 0.4];

    public static void Write(double mid, int venue, SimInstrument instrument, ulong salt, long step, RawBook into)
    {
        var gap = Math.Max(1m, Math.Round(instrument.StartPrice * (decimal)GapBps[venue] / 10_000m / instrument.Tick)) * instrument.Tick;
        var middle = (decimal)mid;
        var half = middle * (decimal)HalfSpreadBps[venue] / 10_000m;
        var bid = (long)Math.Floor((middle - half) / gap);
        var ask = Math.Max((long)Math.Ceiling((middle + half) / gap), bid + 1);
        into.Clear();
        for (var depth = 0; depth < Levels; depth++)
        {
            if (bid - depth > 0) into.Bids.Add(Level(bid - depth, gap, instrument, salt + (ulong)venue, step));
            into.Asks.Add(Level(ask + depth, gap, instrument, salt + 2 + (ulong)venue, step));
        }
    }

    private static BookLevel Level(long key, decimal gap, SimInstrument instrument, ulong salt, long step)
    {
        var price = key * gap;
        var epoch = (step + (key % 97)) / 97;
        var notional = 5_000m + (decimal)Math.Round(40_000.0 * Dice.Fixed(salt, key, epoch));
        var quantity = Math.Floor(notional / price / instrument.Step) * instrument.Step;
        return new BookLevel(price, Math.Max(quantity, instrument.MinQuantity));
    }
}
