using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Control;

/// <summary>The part of the mode that survives a restart.</summary>
public sealed record ControlMemory
{
    public ImmutableArray<HoldReason> Reasons { get; init; } = [];
    public long HoldEpoch { get; init; }
    public DeskState State { get; init; } = DeskState.Hold;

    /// <summary>On HOLD by nothing but restarts: the state before the first of them (R20); else null.</summary>
    public DeskState? Before { get; init; }
    public DateTimeOffset? LastReleasedAt { get; init; }
    public bool DryRun { get; init; }
    public bool KillPending { get; init; }
    public string KillBy { get; init; } = "";
    public DateTimeOffset? KillAt { get; init; }
    public bool KillFlatten { get; init; }

    /// <summary>With <see cref="KillFlatten"/>: unmatched legs and those beside a dark venue too.</summary>
    public bool KillEachVenue { get; init; }

    [JsonIgnore]
    public FlattenScope KillScope => !KillFlatten ? FlattenScope.None : KillEachVenue ? FlattenScope.EachVenue : FlattenScope.Matched;

    /// <summary>Values patched at run time; null = the setting's.</summary>
    public decimal? OrderNotionalUsdt { get; init; }
    public decimal? MinSpreadBps { get; init; }
    public decimal? MaxSlippageBps { get; init; }
    public int? PollIntervalSec { get; init; }
    public bool? AutoLoop { get; init; }
    public string? LoopPair { get; init; }
    public ImmutableArray<string>? LoopVenues { get; init; }
}

/// <summary>One row of table <c>control</c>: the whole mode as JSON, so that it is replaced in one piece.</summary>
public static class ControlStore
{
    private const string Key = "mode";

    public static void Save(LedgerTransaction tx, ControlMemory memory) =>
        tx.Execute("insert into control(key,value) values(?1,?2) on conflict(key) do update set value=excluded.value", Key, JsonSerializer.Serialize(memory));

    /// <summary>Null in a new ledger.</summary>
    public static ControlMemory? Load(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select value from control where key=$k";
        command.Parameters.AddWithValue("$k", Key);
        return command.ExecuteScalar() is string json ? JsonSerializer.Deserialize<ControlMemory>(json) : null;
    }
}
