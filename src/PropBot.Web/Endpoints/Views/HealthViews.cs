using PropBot.Trading.Desk;

namespace PropBot.Web.Endpoints.Views;

/// <summary>What <c>/healthz</c> says. Pure.</summary>
public sealed record HealthView(bool Ok, bool DeskAlive, bool JournalOk, bool AutoHedgeOk);

public static class HealthViews
{
    /// <summary>The desk replaces its snapshot at least twice a second; older than this it is stuck.</summary>
    public static readonly TimeSpan MaxDeskAge = TimeSpan.FromSeconds(5);

    public static HealthView Of(DeskSnapshot desk, DateTimeOffset now)
    {
        var alive = now - desk.At < MaxDeskAge;
        var auto = !AutoHedgeFailed(desk);
        return new HealthView(alive && desk.LedgerWritable && auto, alive, desk.LedgerWritable, auto);
    }

    public static bool AutoHedgeFailed(DeskSnapshot desk) =>
        desk.AutoHedge is { Enabled: true, LastResult: { } result } && result.StartsWith("error", StringComparison.OrdinalIgnoreCase);
}
