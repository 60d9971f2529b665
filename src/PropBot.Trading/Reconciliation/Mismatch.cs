using PropBot.Trading.Instruments;

namespace PropBot.Trading.Reconciliation;

/// <summary>Contract §7.13, and what it lacked: orders, fills, balances, the coin as a whole.</summary>
public enum MismatchKind
{
    PositionMissingOnExchange = 0,
    PositionSizeMismatch = 1,
    UnexpectedExchangePosition = 2,
    PartialLegStalled = 3,
    OrderMissingOnExchange = 4,
    UnexpectedExchangeOrder = 5,
    FillMissingInLedger = 6,
    FillUnknownToExchange = 7,
    BalanceMismatch = 8,
    NakedDelta = 9,
}

/// <summary>What makes two sights the same trouble.</summary>
public readonly record struct MismatchKey(MismatchKind Kind, Venue? Venue, string Symbol, string Subject);

/// <summary>One difference between the ledger and a venue. Quantities in base coin, positions signed; cash in the currency of <see cref="Symbol"/>.</summary>
/// <param name="Venue">Null where the difference is of both venues together.</param>
/// <param name="Symbol">Symbol, or the coin (naked delta), or the currency (balance).</param>
/// <param name="Side"><c>long</c> or <c>short</c>; empty where neither is meant.</param>
/// <param name="Subject">Order, trade or hedge id; empty when the symbol says it all.</param>
/// <param name="Text">A sentence for people.</param>
public sealed record Mismatch(MismatchKind Kind, Venue? Venue, string Symbol, string Side, string Subject, decimal Expected, decimal Actual, string Text)
{
    /// <summary>False: told only.</summary>
    public bool IsDesync { get; init; } = true;

    /// <summary>Made by somebody else on our account (P13).</summary>
    public bool IsForeign { get; init; }

    /// <summary>A trade of ours the venue proves: it is booked the usual way.</summary>
    public bool IsCatchUp { get; init; }

    public MismatchKey Key => new(Kind, Venue, Symbol, Subject);
}

public static class MismatchKinds
{
    /// <summary>The word in files, API and logs.</summary>
    public static string Word(this MismatchKind kind) => kind switch
    {
        MismatchKind.PositionMissingOnExchange => "position_missing_on_exchange",
        MismatchKind.PositionSizeMismatch => "position_size_mismatch",
        MismatchKind.UnexpectedExchangePosition => "unexpected_exchange_position",
        MismatchKind.PartialLegStalled => "partial_leg_stalled",
        MismatchKind.OrderMissingOnExchange => "order_missing_on_exchange",
        MismatchKind.UnexpectedExchangeOrder => "unexpected_exchange_order",
        MismatchKind.FillMissingInLedger => "fill_missing_in_ledger",
        MismatchKind.FillUnknownToExchange => "fill_unknown_to_exchange",
        MismatchKind.BalanceMismatch => "balance_mismatch",
        MismatchKind.NakedDelta => "naked_delta",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no word for it"),
    };

    /// <summary>About how much is held: nothing is closed by itself on a quantity the two sides do not agree on (R29).</summary>
    public static bool IsOfQuantity(this MismatchKind kind) => kind
        is MismatchKind.PositionMissingOnExchange or MismatchKind.PositionSizeMismatch or MismatchKind.UnexpectedExchangePosition
        or MismatchKind.FillMissingInLedger or MismatchKind.FillUnknownToExchange or MismatchKind.NakedDelta;
}
