using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>One line of the account's bills: what the core books as realised profit and fee of a trade is one bill here (wire-protocols §2.6).</summary>
public sealed record OkxBill(long Id, SimEntryKind Kind, string? Symbol, decimal Change, decimal Balance, DateTimeOffset Time)
{
    public decimal Realised { get; init; }
    public decimal Fee { get; init; }
    public decimal Mark { get; init; }
    public decimal Quantity { get; init; }
    public SimFill? Fill { get; init; }
}

/// <summary>A fill with the bill that booked it, by whose id fills are paged.</summary>
public sealed record OkxBilledFill(SimFill Fill, long BillId, string? Tag);

/// <summary>Reads the core's ledger the way OKX numbers it.</summary>
public sealed class OkxBills(VenueCore venue)
{
    /// <summary>All bills, oldest first.</summary>
    public IReadOnlyList<OkxBill> All()
    {
        lock (venue.Gate)
        {
            var fills = venue.Fills().ToDictionary(fill => fill.TradeId);
            var bills = new List<OkxBill>();
            foreach (var entry in venue.Entries()) Book(entry, fills, bills);
            return bills;
        }
    }

    /// <summary>Fills oldest first, all or of one order.</summary>
    public IReadOnlyList<OkxBilledFill> Fills(long? orderId)
    {
        lock (venue.Gate)
        {
            // The last entry of a trade is the bill's number, so one pass over the ledger numbers every fill.
            var numbers = new Dictionary<long, long>();
            foreach (var entry in venue.Entries().Where(entry => entry.TradeId != 0)) numbers[entry.TradeId] = entry.Id;
            return [.. venue.Fills(null, orderId).Select(fill => new OkxBilledFill(fill, numbers.GetValueOrDefault(fill.TradeId), TagOf(fill)))];
        }
    }

    private static void Book(LedgerEntry entry, Dictionary<long, SimFill> fills, List<OkxBill> bills)
    {
        var bill = new OkxBill(entry.Id, entry.Kind, entry.Symbol, entry.Amount, entry.WalletAfter, entry.Time) { Mark = entry.Mark, Quantity = entry.Quantity };
        if (entry.TradeId == 0)
        {
            bills.Add(bill);
            return;
        }

        var isFee = entry.Kind == SimEntryKind.Fee;
        bill = bill with { Fill = fills.GetValueOrDefault(entry.TradeId), Realised = isFee ? 0m : entry.Amount, Fee = isFee ? entry.Amount : 0m };
        if (bills.Count > 0 && bills[^1].Fill?.TradeId == entry.TradeId)
        {
            var before = bills[^1];
            bill = bill with { Change = bill.Change + before.Change, Realised = bill.Realised + before.Realised, Fee = bill.Fee + before.Fee };
            bills.RemoveAt(bills.Count - 1);
        }

        bills.Add(bill);
    }

    private string? TagOf(SimFill fill) => venue.FindOrder(fill.Symbol, fill.OrderId, null)?.Tag;
}
