namespace PropBot.Trading.Amounts;

/// <summary>An amount in one currency. Adding two currencies is a broken promise in our code.</summary>
public readonly record struct Money(decimal Amount, string Currency)
{
    public const string Usdt = "USDT";

    public static Money OfUsdt(decimal amount) => new(amount, Usdt);

    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount, SameCurrency(left, right));
    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount, SameCurrency(left, right));
    public static Money operator -(Money value) => new(-value.Amount, value.Currency);
    public static Money operator *(Money value, decimal factor) => new(value.Amount * factor, value.Currency);

    private static string SameCurrency(Money left, Money right) => string.Equals(left.Currency, right.Currency, StringComparison.Ordinal)
        ? left.Currency
        : throw new InvalidOperationException($"{left} and {right} are different currencies and cannot be added");

    public override string ToString() => $"{Decimals.Plain(Amount)} {Currency}";
}
