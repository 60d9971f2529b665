namespace PropBot.Trading.Amounts;

/// <summary>A price in quote currency per one base coin. Never negative on a venue; <c>default</c> means no price.</summary>
public readonly record struct Price(decimal Value) : IComparable<Price>
{
    public bool IsSet => Value > 0m;

    public Money Times(Quantity quantity, string currency = Money.Usdt) => new(Value * quantity.Value, currency);

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    public static bool operator <(Price left, Price right) => left.Value < right.Value;
    public static bool operator >(Price left, Price right) => left.Value > right.Value;
    public static bool operator <=(Price left, Price right) => left.Value <= right.Value;
    public static bool operator >=(Price left, Price right) => left.Value >= right.Value;

    public override string ToString() => Decimals.Plain(Value);
}
