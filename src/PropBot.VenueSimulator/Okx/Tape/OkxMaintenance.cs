using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Tape;

/// <summary>One entry of the venue's status page. End null = not known yet.</summary>
public sealed record OkxUpgrade(string State, DateTimeOffset Begin, DateTimeOffset? End);

/// <summary>What the status page and the <c>status</c> channel say of maintenance (wire-protocols §2.7).</summary>
public sealed class OkxMaintenance(VenueCore venue)
{
    private readonly List<OkxUpgrade> past = [];
    private OkxUpgrade? current;

    /// <summary>The present one and those that are over, newest first.</summary>
    public IReadOnlyList<OkxUpgrade> All()
    {
        Look();
        return [.. current is { } now ? [now] : Array.Empty<OkxUpgrade>(), .. Enumerable.Reverse(past)];
    }

    /// <summary>What is new since the last look, or null.</summary>
    public OkxUpgrade? Look()
    {
        var next = venue.Faults.MaintenanceWindow is { } window
            ? new OkxUpgrade(venue.Faults.Maintenance ? "ongoing" : "scheduled", window.Begin, window.End)
            : null;
        if (next == current) return null;
        var before = current;
        current = next;
        if (next is not null || before is null) return next;
        past.Add(before with { State = before.State == "ongoing" ? "completed" : "canceled", End = venue.Now });
        return past[^1];
    }
}
