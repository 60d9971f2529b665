using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>Which orders can still be asked for: seven days back, but an order cancelled without a fill only two hours (wire-protocols §2.7).</summary>
public sealed class OkxReach(VenueCore venue)
{
    private static readonly TimeSpan History = TimeSpan.FromDays(7);
    private static readonly TimeSpan Archive = TimeSpan.FromDays(90);
    private static readonly TimeSpan UnfilledHistory = TimeSpan.FromHours(2);

    /// <summary><c>ordId</c> wins over <c>clOrdId</c>; a client id used twice means the newest.</summary>
    public SimOrder? Find(OkxParameters call, OkxContract contract)
    {
        long? id = null;
        if (call["ordId"] is { } text)
        {
            if (!OkxText.TryInteger(text, out var number)) return null;
            id = number;
        }

        return venue.FindOrder(contract.Symbol, id, call["clOrdId"]) is { } order && IsKept(order) ? order : null;
    }

    /// <summary>Orders that are over, newest first.</summary>
    public IEnumerable<SimOrder> Past() => venue.Orders().Where(order => !order.IsOpen && IsKept(order)).Reverse();

    /// <summary>Three months, without what was cancelled unfilled; newest first.</summary>
    public IEnumerable<SimOrder> Archived() =>
        venue.Orders().Where(order => !order.IsOpen && order.Filled > 0m && venue.Now - order.UpdatedAt <= Archive).Reverse();

    private bool IsKept(SimOrder order) =>
        order.IsOpen || venue.Now - order.UpdatedAt <= (order.Filled == 0m ? UnfilledHistory : History);
}
