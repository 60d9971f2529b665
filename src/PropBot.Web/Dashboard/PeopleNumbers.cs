using System.Globalization;
using PropBot.Trading.Amounts;

namespace PropBot.Web.Dashboard;

/// <summary>The one place that writes numbers for eyes: thousands apart, a real minus, no exponent. The same in every language.</summary>
public static class PeopleNumbers
{
    public const string Nothing = "–";

    private static readonly NumberFormatInfo Format = new() { NumberGroupSeparator = "\u202f", NumberDecimalSeparator = ".", NegativeSign = "\u2212" };

    public static string Money(decimal amount) => amount.ToString("#,##0.00", Format);

    public static string SignedMoney(decimal amount) => amount.ToString("+#,##0.00;\u2212#,##0.00;0.00", Format);

    public static string Price(Price? price) => price is { IsSet: true } set ? set.Value.ToString("#,##0.########", Format) : Nothing;

    public static string Quantity(decimal quantity) => quantity.ToString("#,##0.########", Format);

    public static string Bps(decimal? bps) => bps?.ToString("0.00;\u22120.00;0.00", Format) ?? Nothing;

    public static string Milliseconds(TimeSpan span) => span.TotalMilliseconds.ToString("0.0", Format);

    /// <summary>A short age: 0.4 s, 12 s, 3 min, 5 h, 2 d.</summary>
    public static string Age(TimeSpan? age) => age switch
    {
        null => Nothing,
        { TotalSeconds: < 10 } a => Math.Max(0, a.TotalSeconds).ToString("0.0", Format) + " s",
        { TotalSeconds: < 120 } a => a.TotalSeconds.ToString("0", Format) + " s",
        { TotalMinutes: < 120 } a => a.TotalMinutes.ToString("0", Format) + " min",
        { TotalHours: < 48 } a => a.TotalHours.ToString("0", Format) + " h",
        { } a => a.TotalDays.ToString("0", Format) + " d",
    };

    /// <summary>UTC to the second, for hovering.</summary>
    public static string Moment(DateTimeOffset? at) => at?.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? Nothing;
}
