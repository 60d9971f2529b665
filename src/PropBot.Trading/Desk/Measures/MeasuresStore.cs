using System.Text.Json;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Ledger;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Desk.Measures;

/// <summary>The measures' rows in the ledger (script 007), and what a start reads of them.</summary>
internal static class MeasuresStore
{
    private const string DialKey = "rpi";

    public static void SaveSamples(LedgerTransaction tx, IEnumerable<MoveSample> samples)
    {
        foreach (var s in samples)
        {
            tx.Execute("insert or ignore into move_sample(minute,symbol,basis_bps,mid) values(?1,?2,?3,?4)", s.Minute, s.Symbol, decimal.Round(s.BasisBps, 8), s.Mid);

            // Little by little: what leaves is as much as what comes.
            tx.Execute("delete from move_sample where minute < ?1 and symbol = ?2", s.Minute - (long)HourlyMoves.Reach.TotalMinutes, s.Symbol);
        }
    }

    public static void SaveGauge(LedgerTransaction tx, string hedgeId, NakedMeter meter, TimeSpan? latency, DateTimeOffset? failedAt) => tx.Execute(
        "insert into hedge_measure(hedge_id,naked,seen_at,seen_notional,latency_us,failed_at) values(?1,?2,?3,?4,?5,?6) on conflict(hedge_id) do update set "
        + "naked=excluded.naked, seen_at=excluded.seen_at, seen_notional=excluded.seen_notional, latency_us=excluded.latency_us, failed_at=excluded.failed_at",
        hedgeId, meter.UsdtSeconds, meter.SeenAt, meter.Notional, latency is { } took ? took.Ticks / TimeSpan.TicksPerMicrosecond : null, failedAt);

    public static void SaveNakedDay(LedgerTransaction tx, DateOnly day, decimal usdtSeconds) => tx.Execute(
        "insert into naked_day(day,usdt_seconds) values(?1,?2) on conflict(day) do update set usdt_seconds=excluded.usdt_seconds", DayNumber(day), usdtSeconds);

    public static void SaveDial(LedgerTransaction tx, RiskDial dial) =>
        tx.Execute("insert into control(key,value) values(?1,?2) on conflict(key) do update set value=excluded.value", DialKey, JsonSerializer.Serialize(dial));

    public static void SaveStrategy(LedgerTransaction tx, StrategyState state) => tx.Execute(
        "insert into strategy(name,json) values(?1,?2) on conflict(name) do update set json=excluded.json", state.Name, JsonSerializer.Serialize(state));

    /// <summary>Everything of before this start, so that nothing measured begins anew.</summary>
    public static void Load(SqliteConnection connection, DeskMemory m)
    {
        var mine = m.Measures;
        LoadSamples(connection, m);
        Each(connection, "select hedge_id,naked,seen_at,seen_notional,latency_us,failed_at from hedge_measure order by seen_at desc limit 500", row =>
        {
            var meter = new NakedMeter(LedgerTime.FromMicroseconds(row.GetInt64(2)), Decimals.Parse(row.GetString(3)), Decimals.Parse(row.GetString(1)));
            mine.Gauges[row.GetString(0)] = new HedgeGauge(meter)
            {
                Latency = row.IsDBNull(4) ? null : TimeSpan.FromMicroseconds(row.GetInt64(4)),
                FailedAt = row.IsDBNull(5) ? null : LedgerTime.FromMicroseconds(row.GetInt64(5)),
                SavedAt = meter.SeenAt,
            };
        });
        foreach (var (id, gauge) in mine.Gauges.OrderBy(g => g.Value.Meter.SeenAt))
        {
            mine.GaugeOrder.Enqueue(id);
            if (gauge.Latency is { } took) mine.Latencies.Add((decimal)took.TotalMilliseconds);
            if (gauge.FailedAt is { } failed && !(mine.LastFailureAt >= failed)) mine.LastFailureAt = failed;
        }

        mine.NakedDay = DateOnly.FromDateTime(m.Now.UtcDateTime);
        Each(connection, $"select usdt_seconds from naked_day where day={DayNumber(mine.NakedDay)}", row => mine.NakedToday = Decimals.Parse(row.GetString(0)));
        Each(connection, "select json from (select id,json from execution_stat order by id desc limit 500) order by id", row =>
        {
            if (ExecutionStat.FromJson(row.GetString(0)) is { } stat) mine.Attempted(stat);
        });
        Each(connection, $"select value from control where key='{DialKey}'", row => mine.Dial = JsonSerializer.Deserialize<RiskDial>(row.GetString(0)) ?? new RiskDial());
        Each(connection, "select json from strategy", row =>
        {
            if (JsonSerializer.Deserialize<StrategyState>(row.GetString(0)) is { } state && mine.Strategies.ContainsKey(state.Name)) mine.Strategies = mine.Strategies.SetItem(state.Name, state);
        });
    }

    private static void LoadSamples(SqliteConnection connection, DeskMemory m)
    {
        var since = (m.Now - HourlyMoves.Reach).ToUnixTimeSeconds() / 60;
        Each(connection, $"select minute,symbol,basis_bps,mid from move_sample where minute >= {since} order by minute", row =>
        {
            var pair = m.Options.Universe.IndexOf(row.GetString(1));
            if (pair >= 0) m.Measures.Moves[pair].Add(new MoveSample(row.GetString(1), row.GetInt64(0), Decimals.Parse(row.GetString(2)), Decimals.Parse(row.GetString(3))));
        });
    }

    private static long DayNumber(DateOnly day) => day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    private static void Each(SqliteConnection connection, string sql, Action<SqliteDataReader> take)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        while (row.Read()) take(row);
    }
}
