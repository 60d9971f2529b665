namespace PropBot.VenueSimulator.Core;

/// <summary>Seeded dice whose whole state is one number, so that it can be kept and taken up again (SplitMix64).</summary>
public sealed class Dice(ulong state)
{
    public ulong State { get; private set; } = state;

    public static Dice For(int seed, string purpose)
    {
        var hash = 14695981039346656037UL;
        unchecked
        {
            foreach (var letter in purpose) hash = (hash ^ letter) * 1099511628211UL;
            return new Dice(Mix(hash ^ ((ulong)(uint)seed * 0x9E3779B97F4A7C15UL)));
        }
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Uniform()
    {
        unchecked
        {
            State += 0x9E3779B97F4A7C15UL;
        }

        return (Mix(State) >> 11) * (1.0 / (1UL << 53));
    }

    /// <summary>Standard normal (Box-Muller; the second value is dropped so that the state stays one number).</summary>
    public double Normal()
    {
        var radius = Math.Sqrt(-2.0 * Math.Log(1.0 - Uniform()));
        return radius * Math.Cos(2.0 * Math.PI * Uniform());
    }

    /// <summary>A fixed number in [0, 1) for a key: the same key always gives the same number.</summary>
    public static double Fixed(ulong salt, long key, long epoch)
    {
        unchecked
        {
            return (Mix(salt ^ Mix((ulong)key * 0xD6E8FEB86659FD93UL) ^ ((ulong)epoch * 0xA0761D6478BD642FUL)) >> 11) * (1.0 / (1UL << 53));
        }
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
