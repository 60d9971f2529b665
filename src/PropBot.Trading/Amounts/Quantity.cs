namespace PropBot.Trading.Amounts;

/// <summary>An amount of the base coin (BTC for BTCUSDT). Contracts never appear outside the OKX edge (R24).</summary>
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    public static readonly Quantity Zero;

    public bool IsZero => Value == 0m;

    /// <summary>The largest multiple of <paramref name="step"/> that is not above this quantity.</summary>
    public Quantity FloorTo(Quantity step) => step.Value <= 0m ? this : new(decimal.Floor(Value / step.Value) * step.Value);

    public static Quantity Min(Quantity left, Quantity right) => left.Value <= right.Value ? left : right;
    public static Quantity Max(Quantity left, Quantity right) => left.Value >= right.Value ? left : right;

    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);
    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;
    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;
    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;
    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    public override string ToString() => Decimals.Plain(Value);
}
