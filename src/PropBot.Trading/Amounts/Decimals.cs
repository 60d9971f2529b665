using System.Globalization;

namespace PropBot.Trading.Amounts;

/// <summary>How decimals are written and read everywhere: invariant, plain, without exponent or trailing zeros.</summary>
public static class Decimals
{
    public static string Plain(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    public static decimal Parse(string text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    public static bool TryParse(string? text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>The largest multiple of <paramref name="step"/> not above <paramref name="value"/>; used to round a sell cap up and a buy cap down with care.</summary>
    public static decimal FloorTo(decimal value, decimal step) => step <= 0m ? value : decimal.Floor(value / step) * step;

    public static decimal CeilingTo(decimal value, decimal step) => step <= 0m ? value : decimal.Ceiling(value / step) * step;

    /// <summary>Newton's method to the last digits a decimal has; a negative value is a broken promise.</summary>
    public static decimal SquareRoot(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (value == 0m) return 0m;
        var root = (decimal)Math.Sqrt((double)value);
        if (root == 0m) root = value;
        for (var i = 0; i < 4; i++) root = (root + value / root) / 2m;
        return root;
    }

    /// <summary>The smallest quantity that is a whole multiple of both steps (R24). Steps are positive decimals.</summary>
    public static decimal LeastCommonMultiple(decimal left, decimal right)
    {
        var scale = 1m;
        while (left * scale != decimal.Truncate(left * scale) || right * scale != decimal.Truncate(right * scale)) scale *= 10m;
        decimal a = left * scale, b = right * scale;
        var product = a * b;
        while (b != 0m) (a, b) = (b, a % b);
        return product / a / scale;
    }
}
