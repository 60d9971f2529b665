using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;
using PropBot.Trading.Watchdogs;

namespace PropBot.Trading.Desk.Watch;

/// <summary>What the venues made of real orders: attempts for the edge guard, refusals in a row for the auto-throttle.</summary>
internal sealed class AttemptFlow(DeskMemory m)
{
    private readonly List<Order> ended = [];

    /// <summary>Only what the venue itself said counts; our own refusals and lost answers are neither yes nor no.</summary>
    public void Replied(Order order, OrderReply reply)
    {
        if (order.Simulated) return;
        if (reply is OrderReply.Accepted) m.Watch.Rejections.Accepted(order.Venue);
        else if (reply is OrderReply.Refused { Why.IsLocal: false }) m.Watch.Rejections.Refused(order.Venue, order.HedgeId, m.Now);
    }

    /// <summary>Judged once every fill it reported is here: the word of its end may come before its trades.</summary>
    public void Ended(Order order)
    {
        if (!order.Simulated && order.Purpose == OrderPurpose.Open) ended.Add(order);
    }

    public void Tick()
    {
        for (var i = ended.Count - 1; i >= 0; i--)
        {
            if (!ended[i].IsSettled) continue;
            var order = ended[i];
            ended.RemoveAt(i);
            if (!m.Orders.TryGetValue(order.Id.Value, out var known)) continue;
            var first = order.Venue == known.Hedge.FirstLeg;
            if (Judge(Key(order.HedgeId, order.Venue.Word()), order.State, order.Detail, order.Side, first, known.Hedge.Leg(order.Venue).Planned, order.AveragePrice, m.Now) is { } attempt)
                m.Watch.Attempts.Add(order.Instrument.Symbol, attempt);
        }
    }

    /// <summary>What the last process's attempts say: a restart must not make a bad venue good.</summary>
    public static void Load(SqliteConnection connection, DeskMemory m)
    {
        using var command = connection.CreateCommand();
        command.CommandText =
            "select o.symbol,o.state,o.side,o.venue,h.first_venue,h.long_venue,h.long_planned,h.short_planned,o.created_at,o.id,o.detail,o.hedge_id from order_intent o join hedge h on h.id=o.hedge_id " +
            "where o.simulated=0 and o.purpose='Open' and o.created_at >= $t order by o.created_at";
        command.Parameters.AddWithValue("$t", LedgerTime.ToMicroseconds(m.Now - AttemptWindow.Ages));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            if (!Enum.TryParse<OrderState>(row.GetString(1), out var state) || !state.IsTerminal()) continue;
            var side = Enum.Parse<Side>(row.GetString(2));
            var planned = Decimals.Parse(row.GetString(row.GetString(3) == row.GetString(5) ? 6 : 7));
            var attempt = Judge(Key(row.GetString(11), row.GetString(3)), state, row.GetString(10), side, row.GetString(3) == row.GetString(4), new Price(planned), Average(connection, row.GetString(9)), LedgerTime.FromMicroseconds(row.GetInt64(8)));
            if (attempt is { } known) m.Watch.Attempts.Add(row.GetString(0), known);
        }
    }

    // A first leg that met no price is the market's no and costs nothing; a second one leaves the first naked.
    private static Attempt? Judge(string key, OrderState state, string detail, Side side, bool first, Price planned, Price? average, DateTimeOffset at)
    {
        if (state == OrderState.Voided || detail.StartsWith(OrderFlow.NotSent, StringComparison.Ordinal)) return null;
        if (average is { } price) return new Attempt(key, at, Success: true, planned.IsSet ? Bps.Between(planned, price).Value * side.Sign() : null);
        return first && state == OrderState.Ended ? null : new Attempt(key, at, Success: false, null);
    }

    private static string Key(string hedgeId, string venue) => $"{hedgeId} {venue}";

    private static Price? Average(SqliteConnection connection, string orderId)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "select price,quantity from fill where order_id=$o";
        command.Parameters.AddWithValue("$o", orderId);
        var (value, quantity) = (0m, 0m);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var filled = Decimals.Parse(row.GetString(1));
            value += Decimals.Parse(row.GetString(0)) * filled;
            quantity += filled;
        }

        return quantity == 0m ? null : new Price(value / quantity);
    }
}
