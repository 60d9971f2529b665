using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Control;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Incidents;

/// <summary>Tables <c>incident</c> and <c>incident_entry</c>.</summary>
public static class IncidentStore
{
    private const string Columns = "id,number,severity,code,source,detail,opened_at,ended_at,acked_by,acked_at,root_cause,root_cause_by,root_cause_at";

    /// <summary>The whole record, and the newest line of its timeline.</summary>
    public static void Save(LedgerTransaction tx, Incident incident)
    {
        tx.Execute(
            $"insert into incident({Columns}) values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13) on conflict(id) do update set " +
            "ended_at=excluded.ended_at,acked_by=excluded.acked_by,acked_at=excluded.acked_at,root_cause=excluded.root_cause,root_cause_by=excluded.root_cause_by,root_cause_at=excluded.root_cause_at",
            incident.Id, incident.Number, incident.Severity.ToString(), incident.Code, incident.Source, incident.Detail, incident.OpenedAt, incident.EndedAt,
            incident.AckedBy, incident.AckedAt, incident.RootCause, incident.RootCauseBy, incident.RootCauseAt);
        var entry = incident.Timeline[^1];
        tx.Execute("insert into incident_entry(incident_id,at,kind,by_whom,text) values(?1,?2,?3,?4,?5)", incident.Id, entry.At, entry.Kind, entry.By, entry.Text);
    }

    public static long LastNumber(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select max(number) from incident";
        return command.ExecuteScalar() is long last ? last : 0;
    }

    /// <summary>The newest, newest first, and all that have not ended.</summary>
    public static ImmutableArray<Incident> Load(SqliteConnection connection, int most)
    {
        var found = ImmutableArray.CreateBuilder<Incident>();
        using var command = connection.CreateCommand();
        command.CommandText = $"select {Columns} from incident where ended_at is null or number > (select coalesce(max(number),0) from incident) - $n order by number desc";
        command.Parameters.AddWithValue("$n", most);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            found.Add(new Incident(
                row.GetString(0), row.GetInt64(1), Enum.Parse<HoldSeverity>(row.GetString(2)), row.GetString(3), row.GetString(4), row.GetString(5), LedgerTime.FromMicroseconds(row.GetInt64(6)))
            {
                EndedAt = Time(row, 7),
                AckedBy = Text(row, 8),
                AckedAt = Time(row, 9),
                RootCause = Text(row, 10),
                RootCauseBy = Text(row, 11),
                RootCauseAt = Time(row, 12),
                Timeline = Entries(connection, row.GetString(0)),
            });
        }

        return found.ToImmutable();
    }

    private static ImmutableArray<IncidentEntry> Entries(SqliteConnection connection, string id)
    {
        var found = ImmutableArray.CreateBuilder<IncidentEntry>();
        using var command = connection.CreateCommand();
        command.CommandText = "select at,kind,by_whom,text from incident_entry where incident_id=$i order by id";
        command.Parameters.AddWithValue("$i", id);
        using var row = command.ExecuteReader();
        while (row.Read()) found.Add(new IncidentEntry(LedgerTime.FromMicroseconds(row.GetInt64(0)), row.GetString(1), row.GetString(2), row.GetString(3)));
        return found.ToImmutable();
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTimeOffset? Time(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : LedgerTime.FromMicroseconds(row.GetInt64(column));
}
