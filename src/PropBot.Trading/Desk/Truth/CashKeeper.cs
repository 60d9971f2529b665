using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>
/// Keeps the wallets explained. Cash that no fill, fee or funding explains is asked for among the venue's transfers; until that is told,
/// equity stands as it was last explained, so that a withdrawal never looks like a loss, nor a deposit like a gain. What stays unexplained
/// three reads in a row is alerted and taken as it is: a rise counts as a transfer, so that it cannot hide a loss; a fall counts as a loss
/// until a transfer is known (R33, the careful side of both).
/// </summary>
internal sealed class CashKeeper(DeskMemory m, DeskEffects effects, AlertDesk alerts)
{
    private const int Sights = 3;
    private static readonly TimeSpan SameMove = TimeSpan.FromMinutes(10);

    public void Look(IEnumerable<VenueWord> words, ReconciliationReport report)
    {
        foreach (var word in words)
        {
            if (CashCompared.Cash(word, Money.Usdt) is not { } cash) continue;
            var book = m.Truth.Cash[(int)word.Venue];
            if (report.Desyncs.Any(issue => issue.Venue == word.Venue)) Value(word);
            else if (report.Pending.Any(entry => entry.Venue == word.Venue))
            {
                if (book.Expected is not { } expected || Math.Abs(cash - expected) <= m.Options.Reconciliation.CashTolerance) Value(word);
            }
            else if (report.Issues.FirstOrDefault(i => i.Kind == MismatchKind.BalanceMismatch && i.Venue == word.Venue) is { } off) Unexplained(book, word, cash, off);
            else
            {
                Explained(book, word, cash);
                Value(word);
            }
        }
    }

    /// <returns>True when something is explained by it that was not.</returns>
    public bool Heard(TransfersRead fact)
    {
        if (fact.Answer is not VenueAnswer<IReadOnlyList<WalletTransfer>>.Got(var told)) return false;
        var book = m.Truth.Cash[(int)fact.Venue];
        book.TransfersTold = true;
        var news = false;
        foreach (var transfer in told.Where(t => t.Amount.Currency == Money.Usdt)) news |= Booked(book, transfer);
        return news || book.Unexplained > 0;
    }

    private bool Booked(CashBook book, WalletTransfer transfer)
    {
        var row = new TransferRow(transfer.Venue, transfer.Id, transfer.Amount.Amount, "transfer", transfer.At);
        if (m.Truth.Transfers.Concat(m.Truth.Arriving).Any(known => known.Venue == row.Venue && (known.Id == row.Id || IsTaken(known, row)))) return false;
        m.Truth.Arriving.Add(row);
        effects.Persist("transfer", tx => TruthStore.InsertTransfer(tx, row));
        if (book.AnchoredAt is not { } anchored || transfer.At > anchored) book.Flow += row.Amount;
        m.Dirty = true;
        return true;
    }

    // A rise that was taken for a transfer before the venue named it.
    private static bool IsTaken(TransferRow known, TransferRow told) =>
        known.Kind == "unexplained" && Math.Abs(known.Amount - told.Amount) <= 1m && (known.At - told.At).Duration() < SameMove;

    // Wallet and transfers move together, or the difference would be a loss for a moment.
    private void Value(VenueWord word)
    {
        m.Truth.Valued[(int)word.Venue] = word;
        m.Truth.Transfers.AddRange(m.Truth.Arriving.Where(row => row.Venue == word.Venue));
        m.Truth.Arriving.RemoveAll(row => row.Venue == word.Venue);
    }

    private void Explained(CashBook book, VenueWord word, decimal cash)
    {
        // Small differences (rounded fees) are not carried on: they would add up to an alarm.
        if (book.AnchoredAt is not null && book.Flow == 0m && book.Anchor == cash) return;
        Anchor(book, word, cash);
    }

    private void Unexplained(CashBook book, VenueWord word, decimal cash, Mismatch off)
    {
        // Funding may have reached the wallet before we heard of it.
        if (++book.Unexplained == 1) effects.ReadFunding(word.Venue, word.AskedAt - TimeSpan.FromHours(1));
        if (!book.TransfersTold) effects.ReadTransfers(word.Venue, (book.AnchoredAt ?? word.AskedAt) - TimeSpan.FromHours(1));

        // Nobody may call it a loss or a gain before the venue has been heard about its transfers.
        if (book.Unexplained < Sights || !book.TransfersTold) return;
        var difference = off.Actual - off.Expected;
        var transfer = new TransferRow(word.Venue, $"unexplained{LedgerMicros(word.AskedAt)}", difference, "unexplained", word.AskedAt);
        if (difference > 0m)
        {
            m.Truth.Transfers.Add(transfer);
            effects.Persist("transfer", tx => TruthStore.InsertTransfer(tx, transfer));
        }

        var extra = new { venue = word.Venue.Word(), expected = off.Expected, actual = off.Actual, difference };
        alerts.Raise("balance_mismatch", off.Text, extra, active: true, ReconcileJournal.Subject);
        var json = JsonSerializer.Serialize(extra);
        effects.Persist("balance_mismatch", tx => tx.Event("CRITICAL", "balance_mismatch", json));
        Anchor(book, word, cash);
        Value(word);
    }

    private void Anchor(CashBook book, VenueWord word, decimal cash)
    {
        book.AnchorAt(word.AskedAt, cash);
        effects.Persist("cash_anchor", CashAnchors.Save(word.Venue, word.AskedAt, cash));
    }

    private static long LedgerMicros(DateTimeOffset at) => Ledger.LedgerTime.ToMicroseconds(at);
}
