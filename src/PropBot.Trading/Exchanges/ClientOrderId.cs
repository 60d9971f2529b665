namespace PropBot.Trading.Exchanges;

/// <summary>
/// Our name for an order, 1–32 letters and digits (the narrower venue's rule). Made from content by Orders; the same intent always
/// gives the same id, and an id is never used for a second intent.
/// </summary>
public readonly record struct ClientOrderId
{
    public ClientOrderId(string value)
    {
        if (value.Length is < 1 or > 32 || !value.All(char.IsAsciiLetterOrDigit))
            throw new ArgumentException($"'{value}' is not 1–32 letters and digits", nameof(value));
        Value = value;
    }

    public string Value { get; }

    public override string ToString() => Value;
}
