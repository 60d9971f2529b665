using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>Wrong second factors of the last while, so that a restart opens no lock (R11).</summary>
internal static class WrongFactorRows
{
    public static void Insert(LedgerTransaction tx, string identity, DateTimeOffset at, DateTimeOffset forgetBefore)
    {
        tx.Execute("DELETE FROM wrong_second_factor WHERE at < ?1", UnixMicros.Of(forgetBefore));
        tx.Execute("INSERT INTO wrong_second_factor (identity, at) VALUES (?1, ?2)", identity, UnixMicros.Of(at));
    }

    public static IReadOnlyList<(string Identity, DateTimeOffset At)> All(ILedger ledger) => ledger.Read(db => db
        .Query<(string Identity, long At)>("SELECT identity, at FROM wrong_second_factor ORDER BY at")
        .Select(row => (row.Identity, UnixMicros.ToTime(row.At))).ToList());
}
