namespace PropBot.VenueSimulator.Okx.Limits;

/// <summary>Counts uses of keys in fixed windows of time: a window opens with the first use after the last one ended.</summary>
public sealed class OkxWindows
{
    private readonly Dictionary<string, (DateTimeOffset Opened, int Used)> windows = new(StringComparer.Ordinal);

    /// <summary>False when the uses would be more than <paramref name="most"/> in this window; then none of them counts.</summary>
    public bool Take(string key, int uses, int most, TimeSpan length, DateTimeOffset now)
    {
        var window = windows.TryGetValue(key, out var open) && now - open.Opened < length ? open : (Opened: now, Used: 0);
        if (window.Used + uses > most) return false;
        windows[key] = (window.Opened, window.Used + uses);
        return true;
    }
}
