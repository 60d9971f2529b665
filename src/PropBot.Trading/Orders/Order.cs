using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Orders;

/// <summary>One child order of a hedge's leg. Owned by the desk thread; its durable row is written before its bytes leave.</summary>
public sealed class Order
{
    private readonly HashSet<string> tradeIds = new(StringComparer.Ordinal);

    public required ClientOrderId Id { get; init; }
    public required string HedgeId { get; init; }

    /// <summary>How many orders this leg had before, plus one.</summary>
    public required int Number { get; init; }
    public required OrderPurpose Purpose { get; init; }
    public required Instrument Instrument { get; init; }
    public required Side Side { get; init; }
    public required Quantity Quantity { get; init; }
    public required Price Limit { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset ValidUntil { get; init; }
    public required bool Simulated { get; init; }

    /// <summary>The mode epoch this opening order was approved under (R7); closing orders ignore it.</summary>
    public required long ModeEpoch { get; init; }

    /// <summary>What depth said the average would be when it was decided: slippage is measured against it.</summary>
    public required Price Expected { get; init; }

    /// <summary>What the book offered when the order was made, where that is not <see cref="Expected"/>: legging is the difference.</summary>
    public Price? Arrival { get; init; }

    public OrderState State { get; private set; } = OrderState.Intended;
    public string VenueOrderId { get; set; } = "";

    /// <summary>Cumulative quantity as the venue reports it; may run ahead of the fills we have.</summary>
    public Quantity Reported { get; private set; }

    /// <summary>Σ of the distinct fills we hold.</summary>
    public Quantity Filled { get; private set; }

    /// <summary>Σ price × quantity of the fills.</summary>
    public decimal FilledValue { get; private set; }
    public string Detail { get; set; } = "";

    /// <summary>When to ask the venue next about this order; null while nothing needs asking.</summary>
    public DateTimeOffset? AskAt { get; set; }
    public int Asked { get; set; }
    public bool Asking { get; set; }

    public bool ReduceOnly => Purpose != OrderPurpose.Open;
    public Venue Venue => Instrument.Venue;

    /// <summary>Terminal and every reported fill is in our hands.</summary>
    public bool IsSettled => State.IsTerminal() && Filled >= Reported;

    public bool IsUnknown => State == OrderState.Unknown;
    public Price? AveragePrice => Filled.IsZero ? null : new Price(FilledValue / Filled.Value);

    /// <returns>True when the state changed.</returns>
    public bool Meet(OrderEvent fact)
    {
        var before = State;
        State = State.After(fact);
        return before != State;
    }

    /// <summary>Takes the venue's cumulative quantity; an older message never lowers it.</summary>
    public void Report(Quantity cumulative)
    {
        if (cumulative > Reported) Reported = cumulative;
    }

    /// <returns>False when this trade was already counted (case 17).</returns>
    public bool Take(Fill fill)
    {
        if (!tradeIds.Add(fill.TradeId)) return false;
        Filled += fill.Quantity;
        FilledValue += fill.Price.Value * fill.Quantity.Value;
        Report(Filled);
        return true;
    }

    /// <summary>Restores the state read from the ledger; used at start only.</summary>
    public void Restore(OrderState state, Quantity reported, string venueOrderId, string detail)
    {
        State = state;
        Reported = reported;
        VenueOrderId = venueOrderId;
        Detail = detail;
    }

    public OrderRequest ToRequest() => new(Id, Instrument, Side, Quantity, Limit, ReduceOnly, ValidUntil);
}
