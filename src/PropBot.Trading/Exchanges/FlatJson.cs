namespace PropBot.Trading.Exchanges;

/// <summary>
/// A cursor over JSON as venues really send it: no white space, no escapes, plain decimals. Every step says false on anything else, and
/// the general reader decides instead; so this may be strict and fast, and is never the only way to read a message.
/// </summary>
internal ref struct FlatJson(ReadOnlySpan<byte> text)
{
    private const int SafeDigits = 18;
    private readonly ReadOnlySpan<byte> text = text;
    private int at;

    public readonly bool AtEnd => at == text.Length;

    public readonly byte Next => at < text.Length ? text[at] : (byte)0;

    public bool Take(byte expected)
    {
        if (Next != expected) return false;
        at++;
        return true;
    }

    public bool Take(ReadOnlySpan<byte> expected)
    {
        if (!text[at..].StartsWith(expected)) return false;
        at += expected.Length;
        return true;
    }

    /// <summary><c>"…"</c></summary>
    public bool Text(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Take((byte)'"')) return false;
        var start = at;
        while ((uint)at < (uint)text.Length)
        {
            var c = text[at++];
            if (c == '"')
            {
                value = text[start..(at - 1)];
                return true;
            }

            if (c is (byte)'\\' or < 0x20 or >= 0x80) return false;
        }

        return false;
    }

    /// <summary><c>"…":</c></summary>
    public bool Name(out ReadOnlySpan<byte> name) => Text(out name) && Take((byte)':');

    /// <summary>A whole number from zero up, without quotes.</summary>
    public bool Long(out long value)
    {
        value = 0;
        var start = at;
        while ((uint)at < (uint)text.Length && unchecked((uint)(text[at] - 0x30)) <= 9 && at - start < SafeDigits) value = unchecked(value * 10 + (text[at++] - '0'));
        var isJson = at == start + 1 || at > start && text[start] != '0';
        return isJson && Next is (byte)',' or (byte)'}';
    }

    /// <summary>A decimal in quotes: digits and at most one point, a minus allowed.</summary>
    public bool Decimal(out decimal value)
    {
        value = 0m;
        if (!Take((byte)'"')) return false;
        var negative = Take((byte)'-');
        ulong digits = 0;
        int count = 0, point = -1;
        for (; (uint)at < (uint)text.Length; at++)
        {
            var digit = unchecked((uint)(text[at] - 0x30));
            if (digit <= 9)
            {
                digits = unchecked(digits * 10 + digit);
                count++;
            }
            else if (text[at] == '.' && point < 0)
            {
                point = count;
            }
            else
            {
                break;
            }
        }

        if (count is 0 or > SafeDigits || !Take((byte)'"')) return false;
        value = new decimal(unchecked((int)digits), unchecked((int)(digits >> 32)), 0, negative, (byte)(point < 0 ? 0 : count - point));
        return true;
    }

    /// <summary>Passes over a text, a whole number or a literal.</summary>
    public bool Skip() => Next switch
    {
        (byte)'"' => Text(out _),
        (byte)'t' => Take("true"u8),
        (byte)'f' => Take("false"u8),
        (byte)'n' => Take("null"u8),
        _ => Long(out _),
    };

    /// <summary><c>[["price","quantity"],…]</c>, added to one side of an update.</summary>
    public bool Levels(DepthUpdate into, bool bids)
    {
        if (!Take((byte)'[')) return false;
        if (Take((byte)']')) return true;
        do
        {
            if (!Take((byte)'[') || !Decimal(out var price) || !Take((byte)',') || !Decimal(out var quantity) || !Take((byte)']')) return false;
            if (bids) into.AddBid(price, quantity);
            else into.AddAsk(price, quantity);
        }
        while (Take((byte)','));
        return Take((byte)']');
    }
}
