using Microsoft.Data.Sqlite;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Orders;

/// <summary>Orders and fills as rows of the ledger.</summary>
public static class OrderStore
{
    public static void Insert(LedgerTransaction tx, Order order)
    {
        tx.Execute(
            "insert into order_intent(id,hedge_id,number,purpose,venue,symbol,side,quantity,limit_price,expected,created_at,valid_until,simulated,mode_epoch,state,venue_order_id,reported,detail) " +
            "values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,'','0','')",
            order.Id.Value, order.HedgeId, order.Number, order.Purpose, order.Venue.Word(), order.Instrument.Symbol, order.Side,
            order.Quantity.Value, order.Limit.Value, order.Expected.Value, order.CreatedAt, order.ValidUntil, order.Simulated, order.ModeEpoch, order.State);
        if (order.Arrival is { } arrival) tx.Execute("insert into order_arrival(order_id,price) values(?1,?2)", order.Id.Value, arrival.Value);
    }

    /// <summary>Captures the order as it is now and returns the unit that writes it, so that a later change cannot leak into an earlier row.</summary>
    public static Action<LedgerTransaction> Update(Order order)
    {
        var (id, state, venueOrderId, reported, detail) = (order.Id.Value, order.State, order.VenueOrderId, order.Reported.Value, order.Detail);
        return tx => tx.Execute(
            "update order_intent set state=?2, venue_order_id=?3, reported=?4, detail=?5 where id=?1", id, state, venueOrderId, reported, detail);
    }

    /// <summary>The primary key (venue, symbol, trade id, side) makes a repeated fill a no-op.</summary>
    public static void InsertFill(LedgerTransaction tx, Fill fill, string hedgeId) => tx.Execute(
        "insert or ignore into fill(venue,symbol,trade_id,side,order_id,hedge_id,quantity,price,fee,fee_currency,is_maker,at) values(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12)",
        fill.Venue.Word(), fill.Symbol, fill.TradeId, fill.Side, fill.OrderId, hedgeId, fill.Quantity.Value, fill.Price.Value, fill.Fee.Amount,
        fill.Fee.Currency, fill.IsMaker, fill.At);

    public static void InsertFunding(LedgerTransaction tx, FundingPayment payment, string hedgeId, Money share) => tx.Execute(
        "insert or ignore into funding(venue,id,hedge_id,symbol,amount,at) values(?1,?2,?3,?4,?5,?6)",
        payment.Venue.Word(), payment.Id, hedgeId, payment.Symbol, share.Amount, payment.At);

    /// <summary>All orders of the given hedge, by number; instruments are looked up by (venue, symbol).</summary>
    public static List<Order> Load(SqliteConnection connection, string hedgeId, Func<Venue, string, Instrument> instrument)
    {
        var orders = new List<Order>();
        using var command = connection.CreateCommand();
        command.CommandText =
            "select id,number,purpose,venue,symbol,side,quantity,limit_price,expected,created_at,valid_until,simulated,mode_epoch,state,venue_order_id,reported,detail " +
            "from order_intent where hedge_id=$h order by created_at,id";
        command.Parameters.AddWithValue("$h", hedgeId);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var venue = Venues.Parse(row.GetString(3));
            var order = new Order
            {
                Id = new ClientOrderId(row.GetString(0)),
                HedgeId = hedgeId,
                Number = row.GetInt32(1),
                Purpose = Enum.Parse<OrderPurpose>(row.GetString(2)),
                Instrument = instrument(venue, row.GetString(4)),
                Side = Enum.Parse<Side>(row.GetString(5)),
                Quantity = new Quantity(Decimals.Parse(row.GetString(6))),
                Limit = new Price(Decimals.Parse(row.GetString(7))),
                Expected = new Price(Decimals.Parse(row.GetString(8))),
                CreatedAt = LedgerTime.FromMicroseconds(row.GetInt64(9)),
                ValidUntil = LedgerTime.FromMicroseconds(row.GetInt64(10)),
                Simulated = row.GetBoolean(11),
                ModeEpoch = row.GetInt64(12),
            };
            order.Restore(Enum.Parse<OrderState>(row.GetString(13)), new Quantity(Decimals.Parse(row.GetString(15))), row.GetString(14), row.GetString(16));
            orders.Add(order);
        }

        return orders;
    }

    public static List<Fill> LoadFills(SqliteConnection connection, string hedgeId)
    {
        var fills = new List<Fill>();
        using var command = connection.CreateCommand();
        command.CommandText = "select venue,symbol,trade_id,side,order_id,quantity,price,fee,fee_currency,is_maker,at from fill where hedge_id=$h order by at";
        command.Parameters.AddWithValue("$h", hedgeId);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var venue = Venues.Parse(row.GetString(0));
            fills.Add(new Fill(
                venue, row.GetString(1), row.GetString(2), row.GetString(4), "", Enum.Parse<Side>(row.GetString(3)),
                new Quantity(Decimals.Parse(row.GetString(5))), new Price(Decimals.Parse(row.GetString(6))),
                new Money(Decimals.Parse(row.GetString(7)), row.GetString(8)), row.GetBoolean(9), null, LedgerTime.FromMicroseconds(row.GetInt64(10))));
        }

        return fills;
    }
}
