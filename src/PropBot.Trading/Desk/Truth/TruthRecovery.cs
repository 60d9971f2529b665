using Microsoft.Data.Sqlite;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>What the ledger knew before this start: booked and foreign trades, equity, transfers, cash.</summary>
internal static class TruthRecovery
{
    /// <summary>Trades of others made while nobody looked are found up to this far back.</summary>
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(24);
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    public static void Load(SqliteConnection connection, DeskMemory m)
    {
        var truth = m.Truth;
        truth.Equity.AddRange(TruthStore.LoadEquityAround(connection, m.Now));
        truth.Transfers.AddRange(TruthStore.LoadTransfers(connection, truth.Equity.Count == 0 ? m.Now : truth.Equity.Min(row => row.At)));
        truth.TradesSince = Since(connection, m);
        foreach (var row in TruthStore.LoadFillKeys(connection, truth.TradesSince - Overlap))
        {
            var key = new FillKey(row.Venue, row.Symbol, row.TradeId, row.Side);
            if (row.Foreign) truth.Foreign.Add(key);
            else truth.Fills[key] = new FillBelief(key, row.OrderId, row.Quantity, row.At);
        }

        foreach (var taken in TruthStore.LoadTakenOver(connection)) truth.TakenOver.Add(new FillKey(taken.Venue, taken.Symbol, taken.TradeId, taken.Side));
        foreach (var book in truth.Cash) CashAnchors.Load(connection, book);
    }

    // When the last process last valued the accounts; on the very first start, now: what was before is none of ours.
    private static DateTimeOffset Since(SqliteConnection connection, DeskMemory m)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select max(at) from equity";
        if (command.ExecuteScalar() is not long last) return m.Now;
        var at = Ledger.LedgerTime.FromMicroseconds(last);
        return at > m.Now - Furthest ? at : m.Now - Furthest;
    }
}
