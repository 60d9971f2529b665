using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Hedging;

/// <summary>One leg of a hedge at work: its orders and what they filled. Owned by the desk thread.</summary>
public sealed class LegBook(Instrument instrument, Side side, Price planned)
{
    private readonly List<Order> orders = [];
    private int reducedBefore;

    /// <summary>As the venue has it now: the next order obeys it, orders sent before keep theirs.</summary>
    public Instrument Instrument { get; private set; } = instrument;
    public Side Side { get; } = side;
    public Price Planned { get; } = planned;
    public Venue Venue => Instrument.Venue;
    public IReadOnlyList<Order> Orders => orders;
    public Quantity Entered { get; private set; }
    public decimal EnteredValue { get; private set; }
    public Quantity Exited { get; private set; }
    public decimal ExitedValue { get; private set; }

    /// <summary>USDT paid (positive) over all fills.</summary>
    public decimal Fees { get; private set; }

    /// <summary>USDT received (positive) or paid (negative).</summary>
    public decimal Funding { get; private set; }

    public Quantity Open => Entered - Exited;
    public bool Working => orders.Exists(o => !o.IsSettled);
    public bool Unknown => orders.Exists(o => o.IsUnknown);
    public int Submissions => orders.Count(o => o.Purpose == OrderPurpose.Open);

    /// <summary>Reduce-only orders of the present closing or trimming: the cap widens and the pause grows with them.</summary>
    public int Reductions => orders.Count(o => o.ReduceOnly) - reducedBefore;
    public int NextNumber => orders.Count + 1;
    public Price? EntryPrice => Entered.IsZero ? null : new Price(EnteredValue / Entered.Value);
    public Price? ExitPrice => Exited.IsZero ? null : new Price(ExitedValue / Exited.Value);
    public Order? LastReduction => orders.FindLast(o => o.ReduceOnly);

    /// <summary>USDT realised on what was exited: exact when the leg is flat (no average price is involved then).</summary>
    public decimal RealisedPrice
    {
        get
        {
            if (Exited.IsZero) return 0m;
            var entry = Open.IsZero ? EnteredValue : EnteredValue / Entered.Value * Exited.Value;
            return Side == Side.Buy ? ExitedValue - entry : entry - ExitedValue;
        }
    }

    /// <summary>Moves with every fill and payment, so that pictures of the leg can be kept until then.</summary>
    public int Version { get; private set; }

    /// <summary>A closing or trimming begins: it starts from the first step again.</summary>
    public void BeginReducing() => reducedBefore = orders.Count(o => o.ReduceOnly);

    public void Meet(Instrument changed) => Instrument = changed;

    public void Add(Order order) => orders.Add(order);

    public void Take(Order order, Fill fill)
    {
        var value = fill.Price.Value * fill.Quantity.Value;
        if (order.Purpose == OrderPurpose.Open)
        {
            Entered += fill.Quantity;
            EnteredValue += value;
        }
        else
        {
            Exited += fill.Quantity;
            ExitedValue += value;
        }

        Fees += fill.Fee.Amount;
        Version++;
    }

    public void TakeFunding(decimal usdt)
    {
        Funding += usdt;
        Version++;
    }

    public LegFacts ToFacts(Price reference) => new(Venue, Side, Entered, Exited, Working, Unknown, Submissions, Instrument.Lot, LeastOrder(reference));

    public LegRecord ToRecord() =>
        new(Venue, Side, Entered, EntryPrice, Exited, ExitPrice, Money.OfUsdt(Fees), Money.OfUsdt(Funding), Planned)
        {
            ExactEntered = EnteredValue,
            ExactExited = ExitedValue,
        };

    private Quantity LeastOrder(Price reference)
    {
        if (!reference.IsSet) return Instrument.MinQuantity;
        var byNotional = Decimals.CeilingTo(Instrument.MinNotional.Amount / reference.Value, Instrument.Lot.Value);
        return Quantity.Max(Instrument.MinQuantity, new Quantity(byNotional));
    }
}
