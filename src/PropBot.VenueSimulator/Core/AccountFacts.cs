using System.Text.Json.Serialization;

namespace PropBot.VenueSimulator.Core;

/// <summary>A position. <see cref="EntryValue"/> is the exact cost basis (Σ price × quantity of what is held), so that realised profit loses no digit.</summary>
/// <param name="Quantity">Signed, base coin.</param>
/// <param name="EntryValue">USDT, same sign as the quantity.</param>
/// <param name="IsolatedMargin">USDT set aside; 0 for cross.</param>
public sealed record SimPosition(string Symbol, decimal Quantity, decimal EntryValue, decimal IsolatedMargin, DateTimeOffset OpenedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>Realised, fees (positive = paid) and funding since the position was last flat.</summary>
    public decimal Realised { get; init; }
    public decimal Fees { get; init; }
    public decimal Funding { get; init; }
    public long LastTradeId { get; init; }
    public long PositionId { get; init; }
    public SimPositionSide Side { get; init; }

    [JsonIgnore]
    public decimal EntryPrice => Quantity == 0m ? 0m : EntryValue / Quantity;

    public decimal Unrealised(decimal mark) => (Quantity * mark) - EntryValue;

    public static SimPosition Flat(string symbol, SimPositionSide side = SimPositionSide.Net) => new(symbol, 0m, 0m, 0m, default, default) { Side = side };
}

/// <summary>Leverage and margin mode of one symbol.</summary>
public sealed record SymbolSetting(string Symbol, int Leverage, bool Isolated);

public enum SimEntryKind
{
    Deposit,
    Realised,
    Fee,
    Funding,
}

/// <summary>One change of the wallet. <see cref="Amount"/> is signed as it changes the wallet (a fee paid is negative), USDT, at most 8 decimals.</summary>
public sealed record LedgerEntry(
    long Id, SimEntryKind Kind, string? Symbol, decimal Amount, decimal WalletAfter, long TradeId, DateTimeOffset Time)
{
    /// <summary>For funding: the mark, the rate and the signed quantity it was computed from.</summary>
    public decimal Mark { get; init; }
    public decimal Rate { get; init; }
    public decimal Quantity { get; init; }
}

/// <summary>A funding settlement of a symbol, whether or not anyone held it.</summary>
public sealed record FundingSettlement(string Symbol, DateTimeOffset Time, decimal Rate, decimal Mark);

/// <summary>The account's counters: wallet = deposits + realised − fees + funding, to the last digit.</summary>
public sealed record AccountHeader(decimal Wallet, decimal Deposits, decimal Realised, decimal Fees, decimal Funding)
{
    public bool HedgeMode { get; init; }

    /// <summary>What an order without a mode of its own gets; null = the profile's.</summary>
    public SimSelfTrade? SelfTrade { get; init; }
    public SimListenKey? ListenKey { get; init; }
    public long NextOrderId { get; init; }
    public long NextTradeId { get; init; }
    public long NextEntryId { get; init; }
    public long NextPositionId { get; init; }

    /// <summary>When the venue was last known to be up to date with funding, in files from before each symbol had its own <see cref="FundingClock"/>.</summary>
    public DateTimeOffset FundedAt { get; init; }
}

/// <summary>The key of a user stream; the skin that hands it out keeps it here, because a venue does not forget it in a restart. Venue time.</summary>
public sealed record SimListenKey(string Key, DateTimeOffset Until);

/// <summary>When a symbol is settled next, and how often.</summary>
public sealed record FundingClock(string Symbol, DateTimeOffset NextAt, TimeSpan Interval);

/// <summary>A switch that cancels the open orders of a symbol and tag (null = all) when it is not armed again in time. Venue time; null = disarmed.</summary>
public sealed record SimDeadMan(string? Symbol, string? Tag, DateTimeOffset? Due);

/// <summary>Margin figures at the present marks, USDT.</summary>
/// <param name="CrossWallet">Wallet less isolated margins.</param>
/// <param name="Unrealised">All positions.</param>
/// <param name="CrossUnrealised">Cross positions only.</param>
/// <param name="Available">What a new order may use.</param>
public sealed record AccountView(
    decimal Wallet, decimal CrossWallet, decimal Unrealised, decimal CrossUnrealised, decimal PositionMargin, decimal OrderMargin, decimal MaintenanceMargin,
    decimal Available)
{
    [JsonIgnore]
    public decimal Equity => Wallet + Unrealised;
}

/// <summary>A position with what the market makes of it now.</summary>
/// <param name="LiquidationPrice">0 when there is none.</param>
public sealed record PositionView(
    SimPosition Position, SymbolSetting Setting, decimal Mark, decimal Unrealised, decimal InitialMargin, decimal MaintenanceMargin, decimal LiquidationPrice);
