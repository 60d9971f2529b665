using System.Buffers.Text;
using System.Text.Json;

namespace PropBot.Trading.Exchanges;

/// <summary>Numbers as venues write them (text or JSON number), read from UTF-8 without garbage.</summary>
public static class WireNumbers
{
    private const int SafeDigits = 18;

    /// <summary>Plain decimals ("61800.20", "-0.00012"), exponents by the slower way. False on anything else, the empty text included.</summary>
    public static bool TryDecimal(ReadOnlySpan<byte> text, out decimal value)
    {
        long mantissa = 0;
        int digits = 0, scale = -1, i = 0;
        var negative = text.Length > 0 && text[0] == '-';
        if (negative) i = 1;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '.' && scale < 0) scale = 0;
            else if (c is >= (byte)'0' and <= (byte)'9' && digits < SafeDigits)
            {
                mantissa = mantissa * 10 + (c - '0');
                digits++;
                if (scale >= 0) scale++;
            }
            else return TrySlowly(text, out value);
        }

        value = digits == 0 ? 0m : new decimal(unchecked((int)mantissa), (int)(mantissa >> 32), 0, negative, (byte)Math.Max(scale, 0));
        return digits > 0;
    }

    public static bool TryLong(ReadOnlySpan<byte> text, out long value) =>
        Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;

    /// <summary>The reader's present value, a JSON string or number. Null for JSON null and for the empty text, which venues use for "not there".</summary>
    /// <exception cref="FormatException">It is there and not a number.</exception>
    public static decimal? OptionalDecimal(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null || reader.ValueSpan.IsEmpty) return null;
        return TryDecimal(reader.ValueSpan, out var value) ? value : throw NotANumber(ref reader);
    }

    /// <exception cref="FormatException">Not a number, or absent.</exception>
    public static decimal Decimal(ref Utf8JsonReader reader) => OptionalDecimal(ref reader) ?? throw NotANumber(ref reader);

    /// <exception cref="FormatException">Not a whole number.</exception>
    public static long Long(ref Utf8JsonReader reader) =>
        TryLong(reader.ValueSpan, out var value) ? value : throw NotANumber(ref reader);

    private static bool TrySlowly(ReadOnlySpan<byte> text, out decimal value) =>
        Utf8Parser.TryParse(text, out value, out var used, 'E') && used == text.Length && used > 0
        || Utf8Parser.TryParse(text, out value, out used) && used == text.Length && used > 0;

    private static FormatException NotANumber(ref Utf8JsonReader reader) =>
        new($"'{System.Text.Encoding.UTF8.GetString(reader.ValueSpan)}' ({reader.TokenType}) is not a number");
}
