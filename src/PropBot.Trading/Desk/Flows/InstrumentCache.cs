using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Flows;

/// <summary>The last instruments each venue told, kept in the ledger: a restart with a dark venue still knows its hedges.</summary>
internal static class InstrumentCache
{
    public static void Save(DeskEffects effects, Venue venue, IReadOnlyList<Instrument> instruments)
    {
        var json = JsonSerializer.Serialize(instruments);
        effects.Persist("instruments", tx => tx.Execute(
            "insert into control(key,value) values(?1,?2) on conflict(key) do update set value=excluded.value", $"instruments_{venue.Word()}", json));
    }

    public static IReadOnlyList<Instrument> Load(SqliteConnection connection, Venue venue)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select value from control where key=$k";
        command.Parameters.AddWithValue("$k", $"instruments_{venue.Word()}");
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<List<Instrument>>(json) ?? [] : [];
    }
}
