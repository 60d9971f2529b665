namespace PropBot.Trading.Amounts;

/// <summary>Basis points: 1 bps = 1/10,000.</summary>
public readonly record struct Bps(decimal Value) : IComparable<Bps>
{
    public static readonly Bps Zero;

    /// <summary>How far <paramref name="to"/> lies above <paramref name="from"/>, in bps of <paramref name="from"/>.</summary>
    public static Bps Between(Price from, Price to) => new((to.Value - from.Value) / from.Value * 10_000m);

    /// <summary>A fraction (0.0005) as bps (5).</summary>
    public static Bps OfFraction(decimal fraction) => new(fraction * 10_000m);

    public decimal Fraction => Value / 10_000m;

    public Money Of(Money notional) => new(notional.Amount * Fraction, notional.Currency);

    public int CompareTo(Bps other) => Value.CompareTo(other.Value);

    public static Bps operator +(Bps left, Bps right) => new(left.Value + right.Value);
    public static Bps operator -(Bps left, Bps right) => new(left.Value - right.Value);
    public static Bps operator -(Bps value) => new(-value.Value);
    public static Bps operator *(Bps value, decimal factor) => new(value.Value * factor);
    public static bool operator <(Bps left, Bps right) => left.Value < right.Value;
    public static bool operator >(Bps left, Bps right) => left.Value > right.Value;
    public static bool operator <=(Bps left, Bps right) => left.Value <= right.Value;
    public static bool operator >=(Bps left, Bps right) => left.Value >= right.Value;

    public override string ToString() => Decimals.Plain(Value);
}
