using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Markets;

/// <summary>The numbers behind one symbol: a shared mid, and for each venue a deviation from it in bps (a small noise that reverts, and jumps that decay).
/// Noise, not money: double.</summary>
public sealed class SymbolProcess
{
    private const double Step = SimMarket.StepSeconds;

    public double Mid { get; set; }
    public double VolatilityBps { get; set; } = 0.9;
    public double[] Noise { get; set; } = [0, 0];
    public double[] Jump { get; set; } = [0, 0];
    public double[] SlowDeviation { get; set; } = [0, 0];
    public double[] Funding { get; set; } = [0.0001, 0.00008];
    public ulong Dice { get; set; }

    public static SymbolProcess Start(int seed, SimInstrument instrument) => new()
    {
        Mid = (double)instrument.StartPrice,
        VolatilityBps = instrument.Symbol switch { "BTCUSDT" => 0.7, "ETHUSDT" => 0.9, _ => 1.2 },
        Dice = Core.Dice.For(seed, instrument.Symbol).State,
    };

    /// <summary>bps by which the venue stands above the shared mid.</summary>
    public double Deviation(int venue) => Noise[venue] + Jump[venue];

    /// <param name="factor">The step's common shock, standard normal.</param>
    public void Advance(double factor)
    {
        var dice = new Dice(Dice);
        var shock = (0.8 * factor) + (0.6 * dice.Normal());
        Mid *= 1.0 + (VolatilityBps * Math.Sqrt(Step) * shock / 10_000.0);
        for (var venue = 0; venue < 2; venue++) AdvanceVenue(venue, dice);
        MaybeJump(dice);
        Dice = dice.State;
    }

    private void AdvanceVenue(int venue, Dice dice)
    {
        Noise[venue] += (-Noise[venue] * Step / 15.0) + (0.28 * Math.Sqrt(Step) * dice.Normal());
        Jump[venue] -= Jump[venue] * Step / SimMarket.JumpDecaySeconds;
        SlowDeviation[venue] += (Deviation(venue) - SlowDeviation[venue]) * Step / 30.0;
        Funding[venue] += ((0.0001 - Funding[venue]) * Step / 7200.0) + (0.00003 * Math.Sqrt(Step / 3600.0) * dice.Normal());
    }

    private void MaybeJump(Dice dice)
    {
        // One at a time: a jump on top of a fresh one would make edges no real basis shows.
        var strike = dice.Uniform();
        var quiet = Math.Abs(Jump[0]) < 12.0 && Math.Abs(Jump[1]) < 12.0;
        if (!quiet || strike >= SimMarket.JumpsPerSecond * Step) return;
        var venue = dice.Uniform() < 0.5 ? 0 : 1;
        var size = 30.0 + (25.0 * dice.Uniform());
        Jump[venue] += dice.Uniform() < 0.5 ? size : -size;
    }
}
