using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>The time this venue believes it is (the simulation's clock and what skew a fault adds), as Binance writes it.</summary>
public sealed class VenueTime(VenueCore core)
{
    public DateTimeOffset Now => core.Now;

    /// <summary>Unix milliseconds.</summary>
    public long Milliseconds => Now.ToUnixTimeMilliseconds();
}
