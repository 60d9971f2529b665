using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <summary>What comparing and valuing needs to remember. Desk thread only; a part of <see cref="DeskMemory"/>.</summary>
internal sealed class TruthMemory
{
    public Convergence State { get; set; } = Convergence.Start;

    /// <summary>The venues' last answers, in the order of <see cref="Venues.All"/>; null until one came.</summary>
    public VenueWord?[] Words { get; } = new VenueWord?[Venues.Count];

    /// <summary>When each venue was asked for the answer that was last compared with the ledger.</summary>
    public DateTimeOffset?[] ComparedAt { get; } = new DateTimeOffset?[Venues.Count];

    /// <summary>The venues' last answers whose cash is explained, or was taken as it is: what equity is measured by (R33).</summary>
    public VenueWord?[] Valued { get; } = new VenueWord?[Venues.Count];

    /// <summary>Booked real fills that a venue may still be asked about.</summary>
    public Dictionary<FillKey, FillBelief> Fills { get; } = [];

    public HashSet<FillKey> Foreign { get; } = [];

    /// <summary>Trades by which a venue closed a position of ours (R19), all that were ever booked: each is booked once, however often it is told.</summary>
    public HashSet<FillKey> TakenOver { get; } = [];

    public Dictionary<(Venue Venue, string Symbol), DateTimeOffset> LastActivity { get; } = [];

    public CashBook[] Cash { get; } = [new(Venue.Binance), new(Venue.Okx)];

    /// <summary>Rows the day's base is chosen from.</summary>
    public List<EquityRow> Equity { get; } = [];

    public List<TransferRow> Transfers { get; } = [];

    /// <summary>Told by the venue, but not yet in a wallet that equity is measured by.</summary>
    public List<TransferRow> Arriving { get; } = [];

    public DailyLossReading DailyLoss { get; set; } = new DailyLossReading.CannotEvaluate("not evaluated yet");

    /// <summary>Trades are asked for from here on at the first comparison: when the last process was last alive.</summary>
    public DateTimeOffset TradesSince { get; set; }

    /// <summary>An order of ours did something: answers of before prove nothing of its symbol.</summary>
    public void Moved(Order order, DateTimeOffset now)
    {
        if (!order.Simulated) LastActivity[(order.Venue, order.Instrument.Symbol)] = now;
    }

    public void Booked(Order order, Fill fill)
    {
        if (order.Simulated) return;
        var key = FillKey.Of(fill);
        Fills[key] = new FillBelief(key, order.Id.Value, fill.Quantity.Value, fill.At);
        Cash[(int)fill.Venue].Take(fill);
    }

    /// <summary>A trade that was somebody else's is now one of a hedge's; its cash is counted already.</summary>
    public void Adopt(Order order, Fill fill)
    {
        var key = FillKey.Of(fill);
        Foreign.Remove(key);
        Fills[key] = new FillBelief(key, order.Id.Value, fill.Quantity.Value, fill.At);
    }

    public void Paid(FundingPayment payment)
    {
        var book = Cash[(int)payment.Venue];

        // What was settled before the anchor is in it already; the wallet may lag the settlement by a little.
        if (payment.Amount.Currency == Money.Usdt && (book.AnchoredAt is not { } at || payment.At > at - TimeSpan.FromMinutes(1))) book.Flow += payment.Amount.Amount;
    }
}

/// <summary>A venue's cash as read when all agreed, and what fills, fees and funding have done to it since.</summary>
internal sealed class CashBook(Venue venue)
{
    public Venue Venue { get; } = venue;
    public DateTimeOffset? AnchoredAt { get; private set; }
    public decimal Anchor { get; private set; }
    public decimal Flow { get; set; }

    /// <summary>Reads in a row that flow does not explain.</summary>
    public int Unexplained { get; set; }

    /// <summary>The venue has told its transfers since the present difference was first seen.</summary>
    public bool TransfersTold { get; set; }

    public decimal? Expected => AnchoredAt is null ? null : Anchor + Flow;

    public void Take(Fill fill)
    {
        Flow -= fill.Side.Sign() * fill.Price.Value * fill.Quantity.Value;
        if (fill.Fee.Currency == Money.Usdt) Flow -= fill.Fee.Amount;
    }

    public void AnchorAt(DateTimeOffset at, decimal cash)
    {
        (AnchoredAt, Anchor, Flow, Unexplained, TransfersTold) = (at, cash, 0m, 0, false);
    }
}
