using PropBot.Trading.Amounts;

namespace PropBot.Trading.Risk.Measures;

/// <summary>
/// How much a value changes in an hour: the exponentially weighted root mean square of its one-hour changes, λ 0.97 per hour, from one
/// sample a minute (rulings §4). Changes over a gap in the samples are left out; time passes in it all the same.
/// </summary>
/// <param name="change">Change in bps from the first value to the second.</param>
public sealed class HourlyMoves(Func<decimal, decimal, decimal> change)
{
    /// <summary>Samples below which there is no answer.</summary>
    public const int Needed = 200;

    /// <summary>Older samples weigh less than a thousandth of the newest.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(10);

    /// <summary>0.97 to the power of 1/60.</summary>
    public const decimal MinuteDecay = 0.9994924753761363m;
    private const int Hour = 60;

    /// <summary>Both directions are looked at together: one in a hundred each.</summary>
    private const double BothSides = 0.98;
    private readonly (long Minute, decimal Value)[] lastHour = NewRing();
    private readonly FadingTail tail = new();
    private decimal? tailSigma;
    private decimal squares;
    private decimal weights;

    /// <summary>Of a value that is in bps already, as a basis is.</summary>
    public static HourlyMoves OfBps() => new((from, to) => to - from);

    public static HourlyMoves OfPrice() => new((from, to) => (to - from) / from * 10_000m);

    public int Samples { get; private set; }

    /// <summary>Unix minute of the newest sample.</summary>
    public long LastMinute { get; private set; } = long.MinValue;

    /// <summary>Standard deviation of one hour's change in bps; null below <see cref="Needed"/> samples or while no two lie an hour apart.</summary>
    public decimal? Sigma => Samples < Needed || weights == 0m ? null : Decimals.SquareRoot(squares / weights);

    /// <summary>
    /// The σ that a loss is counted with: the larger of <see cref="Sigma"/> and what 99 % of the changes to one side have really stayed below,
    /// over <see cref="BasisVar.Quantile99"/>. A basis made of jumps has fatter tails than its root mean square tells (ADR 0007).
    /// </summary>
    public decimal? LossSigma => Sigma is { } sigma ? Math.Max(sigma, tailSigma ??= tail.Quantile(BothSides) / BasisVar.Quantile99) : null;

    /// <summary>Takes one sample a minute; a second one of the same minute, or an older one, changes nothing.</summary>
    public bool Add(long minute, decimal value)
    {
        if (minute <= LastMinute) return false;
        var decay = Samples == 0 ? 1m : Power(MinuteDecay, minute - LastMinute);
        (squares, weights) = (squares * decay, weights * decay);
        tail.Fade(decay);
        tailSigma = null;
        ref var slot = ref lastHour[minute % Hour];
        if (slot.Minute == minute - Hour)
        {
            var moved = change(slot.Value, value);
            (squares, weights) = (squares + moved * moved, weights + 1m);
            tail.Add(moved);
        }

        slot = (minute, value);
        LastMinute = minute;
        Samples++;
        return true;
    }

    private static decimal Power(decimal root, long times)
    {
        // Beyond three months nothing is left; the bound keeps the loop short after a long sleep.
        var result = 1m;
        for (var left = Math.Min(times, 131_072L); left > 0; left >>= 1)
        {
            if ((left & 1) == 1) result *= root;
            root *= root;
        }

        return result;
    }

    private static (long Minute, decimal Value)[] NewRing()
    {
        var ring = new (long, decimal)[Hour];
        Array.Fill(ring, (long.MinValue / 2, 0m));
        return ring;
    }
}
