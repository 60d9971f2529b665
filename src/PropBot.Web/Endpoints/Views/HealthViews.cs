using PropBot.Trading.Desk;

namespace PropBot.Web.Endpoints.Views;

/// <summary>What <c>/healthz</c> says. Pure.</summary>
/// <param name="Starting">The first preflight is still running: whoever waits for health would be refused a resume.</param>
public sealed record HealthView(bool Ok, bool DeskAlive, bool JournalOk, bool AutoHedgeOk, bool Starting);

public static class HealthViews
{
    /// <summary>The desk replaces its snapshot at least twice a second; older than this it is stuck.</summary>
    public static readonly TimeSpan MaxDeskAge = TimeSpan.FromSeconds(5);

    /// <summary>With a venue dark the preflight never ends; the desk itself is then well, and can be steered.</summary>
    public static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(15);

    public static HealthView Of(DeskSnapshot desk, DateTimeOffset now)
    {
        var alive = now - desk.At < MaxDeskAge;
        var auto = !AutoHedgeFailed(desk);
        var starting = desk.PreflightAt is null && now - desk.StartedAt < LongestStart;
        return new HealthView(alive && desk.LedgerWritable && auto && !starting, alive, desk.LedgerWritable, auto, starting);
    }

    public static bool AutoHedgeFailed(DeskSnapshot desk) =>
        desk.AutoHedge is { Enabled: true, LastResult: { } result } && result.StartsWith("error", StringComparison.OrdinalIgnoreCase);
}
