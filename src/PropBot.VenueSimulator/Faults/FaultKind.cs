namespace PropBot.VenueSimulator.Faults;

/// <summary>Everything that can be made to go wrong. On the wire the words are snake case (<c>drop_reply</c>); docs/SIMULATOR.md has one line on each.</summary>
public enum FaultKind
{
    Latency,
    DropRequest,
    DropReply,
    Reply,
    Ban,
    PushDrop,
    PushDelay,
    PushDuplicate,
    PushReorder,
    Silent,
    ForcedClose,
    SlowConsumer,
    Notice,
    ListenKeyExpiry,
    ClockSkew,
    Maintenance,
    BookGap,
    BookReset,
    PartialFills,
    LiquidityHole,
    PriceMove,
    PriceLimit,
    Liquidation,
    Adl,
    ForeignOrder,
    ForeignTrade,
    TickChange,
    SymbolStatus,
    FundingInterval,
    FundingRate,
}

/// <summary>What a rule's <c>match</c> names.</summary>
public enum FaultTarget
{
    /// <summary>e.g. <c>POST /fapi/v1/order</c>, <c>WS order.place</c>.</summary>
    Endpoint,

    /// <summary>e.g. <c>bookTicker</c>, <c>ORDER_TRADE_UPDATE</c>, <c>books</c>.</summary>
    Channel,

    /// <summary><c>public</c>, <c>market</c>, <c>private</c>, <c>business</c>.</summary>
    Door,

    /// <summary>The house's name, e.g. <c>BTCUSDT</c>.</summary>
    Symbol,

    /// <summary>The whole venue: <c>match</c> stays <c>*</c>.</summary>
    Venue,
}

/// <summary>How a kind lives: asked at each call or push, true while it lasts, or done once when it is due.</summary>
public enum FaultManner
{
    Asked,
    Lasting,
    Once,
}

/// <param name="Fields">Its own fields, beside those every rule has.</param>
/// <param name="Needed">Those of them that must be given.</param>
/// <param name="OnlyVenue">Null: both.</param>
public sealed record FaultForm(
    FaultKind Kind, FaultTarget Target, FaultManner Manner, IReadOnlyList<string> Fields, IReadOnlyList<string> Needed, string? OnlyVenue = null);
