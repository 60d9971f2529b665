using System.Globalization;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Watchdogs;

/// <summary>A time in which a venue is not to be traded on.</summary>
/// <param name="Venue">Null: both.</param>
/// <param name="End">Null: until it is taken back.</param>
/// <param name="Source">Who says so: <c>planned</c> (a setting), <c>announced</c> (the venue), <c>refused</c> (an order came back with it), <c>halted</c> (every contract).</param>
public sealed record MaintenanceWindow(Venue? Venue, DateTimeOffset Begin, DateTimeOffset? End, string Source)
{
    /// <summary>
    /// MAINTENANCE_WINDOWS: <c>okx=2026-03-01T02:00Z/2026-03-01T04:00Z</c>, <c>*=</c> for both venues. Null when it is not of that form, or
    /// ends before it begins.
    /// </summary>
    public static MaintenanceWindow? Parse(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        var times = at < 0 ? [] : text[(at + 1)..].Split('/');
        if (times.Length != 2 || !Time(times[0], out var begin) || !Time(times[1], out var end) || end <= begin) return null;
        var word = text[..at].Trim();
        if (word == "*") return new MaintenanceWindow(null, begin, end, "planned");
        return Venues.TryParse(word, out var venue) ? new MaintenanceWindow(venue, begin, end, "planned") : null;
    }

    private static bool Time(string text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}

/// <summary>What the calendar says of one venue now.</summary>
/// <param name="Active">In it: HOLD <c>maintenance</c>.</param>
/// <param name="Near">Begins within ten minutes: nothing is opened.</param>
public sealed record MaintenanceReading(Venue Venue, MaintenanceWindow? Active, MaintenanceWindow? Near);

/// <summary>Planned and announced maintenance as one calendar. Pure.</summary>
public static class MaintenanceCalendar
{
    /// <summary>So long before a maintenance nothing is opened any more.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(10);

    public static MaintenanceReading Of(Venue venue, IEnumerable<MaintenanceWindow> windows, DateTimeOffset now)
    {
        MaintenanceWindow? active = null, near = null;
        foreach (var window in windows.Where(w => (w.Venue ?? venue) == venue && (w.End is null || now < w.End)).OrderBy(w => w.Begin))
        {
            if (window.Begin <= now) active ??= window;
            else if (window.Begin - now <= Lead) near ??= window;
        }

        return new MaintenanceReading(venue, active, near);
    }

    /// <summary>For people: <c>okx is in maintenance until 04:00 UTC (announced)</c>.</summary>
    public static string Text(MaintenanceReading reading) => reading switch
    {
        { Active: { } now } => $"{reading.Venue.Word()} is in maintenance or read-only{(now.End is { } end ? $" until {Clock(end)}" : "")} ({now.Source})",
        { Near: { } soon } => $"{reading.Venue.Word()} goes into maintenance at {Clock(soon.Begin)} ({soon.Source})",
        _ => "",
    };

    private static string Clock(DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
