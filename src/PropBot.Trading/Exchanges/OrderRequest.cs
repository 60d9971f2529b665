using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

/// <summary>
/// An IOC limit order (R25; no other kind exists). Quantity in base coin, a multiple of the lot; limit a multiple of the tick.
/// <paramref name="ValidUntil"/> is our time; the connector turns it into recvWindow / expTime (R31).
/// </summary>
public sealed record OrderRequest(
    ClientOrderId Id, Instrument Instrument, Side Side, Quantity Quantity, Price Limit, bool ReduceOnly, DateTimeOffset ValidUntil);

/// <summary>Why a venue said no, in our words, with the venue's own code and text beside it.</summary>
public enum RefusalKind
{
    Other = 0,
    BadParameter = 1,
    InsufficientBalance = 2,
    ReduceOnlyNothingToReduce = 3,
    PriceBand = 4,
    RateLimited = 5,
    InstrumentClosed = 6,
    ClockSkew = 7,
    NotAuthorised = 8,
    Overloaded = 9,
    ExpiredBeforeArrival = 10,
    TooSmall = 11,
    LocalCheck = 12,
}

public sealed record VenueRefusal(RefusalKind Kind, string Code, string Text)
{
    /// <summary>Ours, before anything left: the venue said nothing.</summary>
    public bool IsLocal { get; init; } = Kind == RefusalKind.LocalCheck;

    /// <summary>The venue serves this address, key or account no more (a ban, a frozen account, a revoked right): waiting mends nothing (R47).</summary>
    public bool ShutsOut { get; init; }

    /// <summary>The venue says that it serves nobody now: maintenance or read-only.</summary>
    public bool SaysMaintenance { get; init; }
}

/// <summary>The venue's direct answer to an order. A time-out is not a "no".</summary>
public abstract record OrderReply
{
    private OrderReply()
    {
    }

    public sealed record Accepted(string VenueOrderId) : OrderReply;

    public sealed record Refused(VenueRefusal Why) : OrderReply;

    /// <summary>Time-out, 5xx or a lost socket: the order may be live. Only stream, query or proof of absence settles it.</summary>
    public sealed record Unknown(string Clue) : OrderReply;
}

/// <summary>The venue's answer to a question about one order.</summary>
public abstract record OrderAnswer
{
    private OrderAnswer()
    {
    }

    public sealed record Found(OrderUpdate Order) : OrderAnswer;

    /// <summary>The venue does not know it now. It proves absence only after the order's validity has passed (R31).</summary>
    public sealed record NotFound : OrderAnswer;

    public sealed record Unreadable(string Clue) : OrderAnswer;
}

/// <summary>A read that may fail: either the value or why it is not known.</summary>
public abstract record VenueAnswer<T>
{
    private VenueAnswer()
    {
    }

    public sealed record Got(T Value) : VenueAnswer<T>;

    public sealed record Unreadable(string Clue) : VenueAnswer<T>;
}
