using System.Globalization;
using System.Text.RegularExpressions;

namespace PropBot.Workflows.Bpmn;

/// <summary>A timer's text, read. <c>At</c> for a date; <c>After</c> for a duration and for each round of a cycle; <c>Times</c> 1, or the cycle's count, -1 without end.</summary>
public readonly record struct TimerPlan(DateTimeOffset? At, TimeSpan After, int Times);

/// <summary>
/// ISO 8601 as far as it means one thing: instants with their offset (no local time), durations of weeks, days, hours, minutes, seconds
/// (a month or year has no fixed length), <c>R[n]/duration</c>.
/// </summary>
public static partial class TimerText
{
    /// <returns>Null when the text cannot be read; a timer that cannot be read is an incident, never "no timer".</returns>
    public static TimerPlan? Read(TimerKind kind, string text) => kind switch
    {
        TimerKind.Date => Instant(text) is { } at ? new TimerPlan(at, TimeSpan.Zero, 1) : null,
        TimerKind.Duration => Duration(text) is { } after ? new TimerPlan(null, after, 1) : null,
        TimerKind.Cycle => Cycle(text),
        _ => null,
    };

    private static DateTimeOffset? Instant(string text) =>
        InstantForm().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) ? at.ToUniversalTime() : null;

    private static TimeSpan? Duration(string text)
    {
        var match = DurationForm().Match(text);
        if (!match.Success) return null;
        var seconds = (Part(match, "w") * 604_800m) + (Part(match, "d") * 86_400m) + (Part(match, "h") * 3_600m) + (Part(match, "m") * 60m) + Part(match, "s");
        // Ten years: longer is a typing error, and the sum must fit every clock.
        return seconds <= 315_360_000m ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    private static TimerPlan? Cycle(string text)
    {
        var match = CycleForm().Match(text);
        if (!match.Success || Duration(match.Groups["d"].Value) is not { } every || every <= TimeSpan.Zero) return null;
        var count = match.Groups["n"].Value;
        if (count.Length == 0) return new TimerPlan(null, every, -1);
        return int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0 ? new TimerPlan(null, every, times) : null;
    }

    private static decimal Part(Match match, string name) =>
        match.Groups[name] is { Success: true } part ? decimal.Parse(part.Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0m;

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)$", RegexOptions.CultureInvariant)]
    private static partial Regex InstantForm();

    [GeneratedRegex(@"^P(?=[\dT])(?:(?<w>\d{1,4})W)?(?:(?<d>\d{1,5})D)?(?:T(?=\d)(?:(?<h>\d{1,6})H)?(?:(?<m>\d{1,7})M)?(?:(?<s>\d{1,9}(?:\.\d{1,7})?)S)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex DurationForm();

    [GeneratedRegex(@"^R(?<n>\d{0,6})/(?<d>P.+)$", RegexOptions.CultureInvariant)]
    private static partial Regex CycleForm();
}
