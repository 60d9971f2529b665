using PropBot.Testing;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using static PropBot.Trading.Tests.Positions.Books;

namespace PropBot.Trading.Tests.Positions;

public sealed class TruthStoreTests : IAsyncDisposable
{
    private readonly TestLedger ledger = new(new ManualClock());

    public ValueTask DisposeAsync() => ledger.DisposeAsync();

    [Fact]
    public async Task the_days_base_survives_a_restart()
    {
        foreach (var hours in new[] { -14, -13, 1, 2 })
        {
            var row = new EquityRow(Noon.AddHours(hours), 1_000m + hours, 2_000.5m);
            await ledger.Write(tx => TruthStore.InsertEquity(tx, row));
        }

        await ledger.Reopen();
        var rows = ledger.Read(db => TruthStore.LoadEquityAround(db, Noon));
        Assert.Equal([Noon.AddHours(-13), Noon.AddHours(1)], rows.Select(r => r.At));
        Assert.Equal(987m + 2_000.5m, DailyLoss.Base(rows, Noon)!.Total);
    }

    [Fact]
    public async Task old_equity_rows_and_snapshots_go_and_a_transfer_is_booked_once()
    {
        await ledger.Write(tx =>
        {
            TruthStore.InsertEquity(tx, new EquityRow(Noon.AddDays(-91), 1m, 1m));
            TruthStore.InsertEquity(tx, new EquityRow(Noon, 1m, 1m));
            TruthStore.InsertTransfer(tx, new TransferRow(Venue.Okx, "7", 5m, "deposit", Noon));
            TruthStore.InsertTransfer(tx, new TransferRow(Venue.Okx, "7", 5m, "deposit", Noon));
            TruthStore.InsertSnapshot(tx, PnlSnapshot.Draw(Noon.AddDays(-91), "periodic", [], Marks.None, 1m));
            TruthStore.InsertSnapshot(tx, PnlSnapshot.Draw(Noon, "periodic", [], Marks.None, 2m));
        });
        Assert.Equal(1L, Count("equity"));
        Assert.Equal(5m, ledger.Read(db => TruthStore.LoadTransfers(db, Noon)).Single().Amount);
        Assert.Equal(2m, PnlSnapshot.FromJson(ledger.Read(db => TruthStore.LoadSnapshots(db, 10)).Single())!.PnlTotals.Realized);
    }

    [Fact]
    public async Task a_hedges_fills_come_back_with_what_was_planned_and_what_was_offered()
    {
        var hedge = Of(Fill(Venue.Binance, false, 0.02m, 60_000m), Fill(Venue.Okx, false, 0.02m, 60_150m)).Hedge;
        await ledger.Write(tx =>
        {
            tx.Execute(
                "insert into hedge(id,number,symbol,state,simulated,opened_at,planned,long_venue,first_venue,long_planned,short_planned,leverage,initiator,reason,edge_entry,edge_close,edge_fees,edge_drift,edge_funding,mid,realised) " +
                "values('h1',1,'BTCUSDT','Closed',0,0,'0.02','binance','okx','60000','60150','2','a','','0','0','0','0','0','60075','0')");
            Booked(tx, Order(Venue.Okx, 1, OrderPurpose.Open, 60_150m), 60_149m);
            Booked(tx, Order(Venue.Binance, 1, OrderPurpose.Open, 60_000m, 60_003m), 60_004m);
            Booked(tx, Order(Venue.Binance, 2, OrderPurpose.Close, 60_100m), 60_099m);
            Booked(tx, Order(Venue.Binance, 3, OrderPurpose.Close, 60_090m), 60_088m);
            OrderStore.InsertFunding(tx, new FundingPayment(Venue.Okx, "BTCUSDT", "f1", Money.OfUsdt(0.3m), Noon), "h1", Money.OfUsdt(0.3m));
        });
        var book = ledger.Read(db => FillStore.Load(db, hedge));
        Assert.Equal(
            ["Okx in 60149 of 60150 60150", "Binance in 60004 of 60000 60003", "Binance out 60099 of 60100 60100", "Binance out 60088 of 60100 60090"],
            book.Fills.Select(f => $"{f.Venue} {(f.IsExit ? "out" : "in")} {f.Price} of {f.Planned} {f.Arrival}"));
        Assert.Equal(0.3m, book.Funding.Single().Amount.Amount);
    }

    [Fact]
    public async Task foreign_trades_are_known_after_a_restart()
    {
        var fill = new Fill(Venue.Okx, "BTCUSDT", "9", "", "77", Side.Buy, new Quantity(0.1m), new Price(60_000m), Money.OfUsdt(1m), false, null, Noon);
        await ledger.Write(tx => TruthStore.InsertForeignFill(tx, fill));
        await ledger.Write(tx => TruthStore.InsertForeignFill(tx, fill));
        await ledger.Reopen();
        var known = ledger.Read(db => TruthStore.LoadFillKeys(db, Noon.AddHours(-1))).Single();
        Assert.Equal((Venue.Okx, "9", Side.Buy, true), (known.Venue, known.TradeId, known.Side, known.Foreign));
    }

    private static Order Order(Venue venue, int number, OrderPurpose purpose, decimal expected, decimal? arrival = null) => new()
    {
        Id = new ClientOrderId($"h1{(venue == Venue.Binance ? 'b' : 'o')}0{number}"),
        HedgeId = "h1",
        Number = number,
        Purpose = purpose,
        Instrument = new Instrument(
            venue, "BTCUSDT", "BTCUSDT", new Price(0.1m), new Quantity(0.001m), new Quantity(0.001m), new Quantity(10m), Money.OfUsdt(5m), InstrumentStatus.Trading),
        Side = venue == Venue.Binance == (purpose == OrderPurpose.Open) ? Side.Buy : Side.Sell,
        Quantity = new Quantity(0.02m),
        Limit = new Price(60_000m),
        Expected = new Price(expected),
        Arrival = arrival is { } offered ? new Price(offered) : null,
        CreatedAt = Noon.AddSeconds(number + (venue == Venue.Okx ? -1 : 0)),
        ValidUntil = Noon,
        Simulated = false,
        ModeEpoch = 1,
    };

    private static void Booked(LedgerTransaction tx, Order order, decimal price)
    {
        OrderStore.Insert(tx, order);
        var fill = new Fill(
            order.Venue, "BTCUSDT", $"t{order.Id}", order.Id.Value, "", order.Side, new Quantity(0.01m), new Price(price), Money.OfUsdt(0.1m), false, null, order.CreatedAt);
        OrderStore.InsertFill(tx, fill, "h1");
    }

    private long Count(string table) => ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = $"select count(*) from {table}";
        return (long)command.ExecuteScalar()!;
    });
}
