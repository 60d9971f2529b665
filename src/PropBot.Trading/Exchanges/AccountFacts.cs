using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges;

public enum VenueOrderStatus
{
    Live = 0,
    PartiallyFilled = 1,
    Filled = 2,

    /// <summary>Cancelled, expired (IOC remainder) or refused after acceptance; may still carry fills.</summary>
    Ended = 3,
}

/// <summary>Words of <see cref="OrderUpdate.EndReason"/> that the desk acts on.</summary>
public static class EndReasons
{
    /// <summary>The venue's dead-man switch cancelled it (R32).</summary>
    public const string DeadMan = "dead_man_switch";

    public const string Liquidation = "liquidation";
    public const string Adl = "adl";

    /// <summary><see cref="Liquidation"/> or <see cref="Adl"/> when the reason says that the venue closed a position itself (R19); else null.</summary>
    public static string? Takeover(string reason) => reason switch
    {
        Liquidation or "full_liquidation" or "partial_liquidation" => Liquidation,
        Adl => Adl,
        _ => null,
    };
}

/// <summary>What a venue says of an order, by stream or by query. Quantities in base coin, cumulative.</summary>
/// <param name="Id">Empty text when the order is not ours (foreign).</param>
public sealed record OrderUpdate(
    Venue Venue, string Symbol, string Id, string VenueOrderId, Side Side, Quantity Quantity, Price? Limit, bool ReduceOnly,
    VenueOrderStatus Status, Quantity Filled, Price? AveragePrice, string EndReason, DateTimeOffset At);

/// <summary>One trade. <paramref name="Fee"/> is a cost: positive when paid, negative when received. Unique by (venue, symbol, trade id, side).</summary>
public sealed record Fill(
    Venue Venue, string Symbol, string TradeId, string OrderId, string VenueOrderId, Side Side, Quantity Quantity, Price Price,
    Money Fee, bool IsMaker, Money? VenueRealisedPnl, DateTimeOffset At);

/// <summary>Signed position in base coin: positive long, negative short.</summary>
public sealed record PositionFact(
    Venue Venue, string Symbol, decimal SignedQuantity, Price EntryPrice, Price? Mark, Price? LiquidationPrice, Money? Margin, Money? Unrealised, DateTimeOffset At);

/// <param name="Wallet">Cash: deposits + realised PnL − fees ± funding.</param>
/// <param name="Equity">Wallet plus unrealised PnL.</param>
/// <param name="MarginRatio">Maintenance margin / equity as a fraction; 1 means liquidation. Null where unread.</param>
public sealed record BalanceFact(Venue Venue, string Currency, decimal Wallet, decimal Equity, decimal Available, decimal? MarginRatio, DateTimeOffset At);

/// <summary>A funding settlement booked by the venue; positive amount: received. <paramref name="Id"/> is unique per venue.</summary>
public sealed record FundingPayment(Venue Venue, string Symbol, string Id, Money Amount, DateTimeOffset At);

/// <summary>Money moved into (positive) or out of the trading account, no result of trading. <paramref name="Id"/> is unique per venue.</summary>
public sealed record WalletTransfer(Venue Venue, string Id, Money Amount, DateTimeOffset At);

public sealed record AccountState(IReadOnlyList<BalanceFact> Balances, IReadOnlyList<PositionFact> Positions);

/// <summary>Fractions of notional as the account reports them (0.0005 = 5 bps); cost positive.</summary>
public sealed record FeeRates(decimal Maker, decimal Taker);

/// <summary>What the account is set to, as read back (R21).</summary>
/// <param name="AccountId">The venue's stable account id, for the profile stamp (R45).</param>
public sealed record AccountSettings(bool OneWayMode, string MarginMode, decimal Leverage, bool CanTrade, bool? CanWithdraw, string AccountId)
{
    /// <summary>Binance's multi-assets mode: losses in one coin eat margin in another, and isolated margin does not exist. Null: the venue has none or did not tell.</summary>
    public bool? MultiAssetMode { get; init; }

    /// <summary>OKX <c>acctLv</c>: 1 spot, 2 futures, 3 multi-currency, 4 portfolio margin. Null on other venues.</summary>
    public int? AccountLevel { get; init; }

    /// <summary>A sub-account, as the venue says; null where it does not.</summary>
    public bool? IsSubAccount { get; init; }
}

/// <summary>
/// What a connector knows of the venue's own switch that cancels our resting orders when we fall silent (R32). Binance has one per
/// symbol (countdownCancelAll), OKX one per account and tag (cancel-all-after).
/// </summary>
/// <param name="Pair">Index in <see cref="PairUniverse"/>; null where the switch covers the whole account or tag.</param>
/// <param name="FiresAt">The earliest moment at which the venue acts unless refreshed, by our clock; null: not armed.</param>
/// <param name="Trouble">Why the last refresh failed, in words; empty while refreshes succeed.</param>
public sealed record DeadManReading(Venue Venue, int? Pair, DateTimeOffset? FiresAt, string Trouble, DateTimeOffset At);
