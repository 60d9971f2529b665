using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Settings.Approved;

/// <summary>Table <c>approved_setting</c>.</summary>
public static class ApprovedSettingStore
{
    /// <summary>Writes a row of a higher version over the one that is there.</summary>
    /// <exception cref="InvalidOperationException">The row there is not the one this change was made from: the unit is undone.</exception>
    public static void Save(LedgerTransaction tx, ApprovedSetting row)
    {
        var changed = tx.Execute(
            """
            insert into approved_setting(key, value, before, environment, until, version, by, at) values(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            on conflict(key) do update set value=excluded.value, before=excluded.before, environment=excluded.environment, until=excluded.until,
              version=excluded.version, by=excluded.by, at=excluded.at
            where approved_setting.version = excluded.version - 1
            """,
            row.Key, row.Value, row.Before, row.Environment, row.Until, row.Version, row.By, row.At);
        if (changed == 0) throw new InvalidOperationException($"{row.Key} has moved on from version {row.Version - 1}");
    }

    public static IReadOnlyList<ApprovedSetting> Load(SqliteConnection db)
    {
        using var command = db.CreateCommand();
        command.CommandText = "select key, value, before, environment, until, version, by, at from approved_setting order by key";
        using var row = command.ExecuteReader();
        var found = new List<ApprovedSetting>();
        while (row.Read())
        {
            found.Add(new ApprovedSetting(
                row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : LedgerTime.FromMicroseconds(row.GetInt64(4)),
                row.GetInt64(5), row.GetString(6), LedgerTime.FromMicroseconds(row.GetInt64(7))));
        }

        return found;
    }
}
