using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

/// <summary>One symbol on both venues.</summary>
public sealed class PairBooks(int pair, string symbol)
{
    private readonly VenueBook binance = new(Venue.Binance, pair);
    private readonly VenueBook okx = new(Venue.Okx, pair);

    public int Pair { get; } = pair;

    public string Symbol { get; } = symbol;

    public VenueBook this[Venue venue] => venue == Venue.Binance ? binance : okx;

    /// <summary>The mean of both venues' mids; false while either has no two-sided top.</summary>
    public bool TryMid(out decimal mid)
    {
        mid = 0m;
        if (!binance.Bid.IsSet || !binance.Ask.IsSet || !okx.Bid.IsSet || !okx.Ask.IsSet) return false;
        mid = (binance.Bid.Value + binance.Ask.Value + okx.Bid.Value + okx.Ask.Value) * 0.25m;
        return true;
    }
}
