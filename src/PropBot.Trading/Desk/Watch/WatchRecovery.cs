using Microsoft.Data.Sqlite;
using PropBot.Trading.Incidents;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Desk.Watch;

/// <summary>What the edge guard remembered before this start: a restart must not make a bad market good.</summary>
internal static class WatchRecovery
{
    public static void Load(SqliteConnection connection, DeskMemory m)
    {
        AttemptFlow.Load(connection, m);
        m.Watch.Incidents = IncidentStore.Load(connection, IncidentFlow.Shown);
        m.Watch.LastIncident = IncidentStore.LastNumber(connection);
        foreach (var json in TruthStore.LoadSnapshots(connection, WatchMemory.SnapshotsKept).Reverse())
            if (PnlSnapshot.FromJson(json) is { MarkStale: false } snapshot) m.Watch.Valued(snapshot.UnrealizedPnlTotal);
    }
}
