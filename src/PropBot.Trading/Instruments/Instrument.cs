using PropBot.Trading.Amounts;

namespace PropBot.Trading.Instruments;

/// <summary>Whether a venue takes orders for an instrument now.</summary>
public enum InstrumentStatus
{
    Trading = 0,

    /// <summary>Only orders that reduce are sensible; nothing is opened.</summary>
    CloseOnly = 1,
    Halted = 2,
}

public static class InstrumentStates
{
    public static string Word(this InstrumentStatus status) => status switch
    {
        InstrumentStatus.Trading => "trading",
        InstrumentStatus.CloseOnly => "close only",
        InstrumentStatus.Halted => "halted",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "an instrument's state without a word"),
    };
}

/// <summary>
/// One perpetual on one venue, in base coin. <see cref="VenueSymbol"/> is the venue's own name (BTCUSDT, BTC-USDT-SWAP).
/// Source: Binance exchangeInfo filters; OKX public/instruments with contracts already converted.
/// </summary>
public sealed record Instrument(
    Venue Venue,
    string Symbol,
    string VenueSymbol,
    Price Tick,
    Quantity Lot,
    Quantity MinQuantity,
    Quantity MaxQuantity,
    Money MinNotional,
    InstrumentStatus Status);
