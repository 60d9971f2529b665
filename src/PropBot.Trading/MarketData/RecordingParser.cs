using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.BinanceMarket;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.MarketData;

public enum RecordedMessage
{
    /// <summary>A trade, an answer, another symbol: nothing for a book.</summary>
    Other = 0,
    Top = 1,
    Depth = 2,
}

/// <summary>
/// Turns recorded messages in Binance's combined-stream form (bookTicker, depthUpdate, and the bare REST depth snapshot) into what a
/// connector tells. The recording may stand for either venue: Binance's pu → u chain obeys OKX's prevSeqId → seqId rule as well.
/// </summary>
/// <param name="symbol">The recorded symbol; messages of others are <see cref="RecordedMessage.Other"/>.</param>
/// <param name="contractValue">Coin-margined recordings count contracts: base = contracts × this many USD / price. 0: sizes are base coin.</param>
public sealed class RecordingParser(Venue venue, int pair, string symbol, decimal contractValue = 0m)
{
    private const int BaseDecimals = 8;
    private readonly BinanceWire wire = new(new PairUniverse([symbol]));

    public static DateTimeOffset Time(long unixNs) => DateTimeOffset.UnixEpoch.AddTicks(unixNs / 100);

    /// <param name="depth">Set for <see cref="RecordedMessage.Depth"/>; belongs to the caller.</param>
    /// <exception cref="FormatException">A number is none.</exception>
    /// <exception cref="System.Text.Json.JsonException">The line is no JSON.</exception>
    public RecordedMessage Read(ReadOnlySpan<byte> json, DateTimeOffset receivedAt, out TopUpdate top, out DepthUpdate? depth)
    {
        top = default;
        depth = null;
        if (json.StartsWith("{\"lastUpdateId\""u8)) return Told(BinanceWire.ReadSnapshot(json, pair), receivedAt, out depth);
        wire.Read(json, out var fields);
        if (fields.Pair < 0) return RecordedMessage.Other;
        if (fields.Kind == MarketMessage.Depth && fields.Depth is { } difference)
        {
            difference.Pair = pair;
            return Told(difference, receivedAt, out depth);
        }

        if (fields.Kind != MarketMessage.BookTicker) return RecordedMessage.Other;
        top = new TopUpdate(
            venue, pair, new Price(fields.Bid), new Quantity(InBase(fields.BidQuantity, fields.Bid)), new Price(fields.Ask),
            new Quantity(InBase(fields.AskQuantity, fields.Ask)), fields.LastId, DateTimeOffset.FromUnixTimeMilliseconds(fields.EventMs), receivedAt);
        return RecordedMessage.Top;
    }

    private RecordedMessage Told(DepthUpdate recorded, DateTimeOffset receivedAt, out DepthUpdate depth)
    {
        depth = venue == Venue.Binance && contractValue == 0m ? recorded : Converted(recorded);
        depth.ReceivedAt = receivedAt;
        return RecordedMessage.Depth;
    }

    private DepthUpdate Converted(DepthUpdate recorded)
    {
        var told = DepthUpdate.Rent(venue, pair, recorded.IsSnapshot);
        told.FirstId = venue == Venue.Binance ? recorded.FirstId : recorded.LastId;
        told.LastId = recorded.LastId;
        told.PreviousId = recorded.PreviousId;
        told.VenueTime = recorded.VenueTime;
        for (var i = 0; i < recorded.BidCount; i++) told.AddBid(recorded.Bids[i].Price, InBase(recorded.Bids[i].Quantity, recorded.Bids[i].Price));
        for (var i = 0; i < recorded.AskCount; i++) told.AddAsk(recorded.Asks[i].Price, InBase(recorded.Asks[i].Quantity, recorded.Asks[i].Price));
        DepthUpdate.Return(recorded);
        return told;
    }

    private decimal InBase(decimal size, decimal price) =>
        contractValue == 0m || size == 0m || price == 0m ? size : decimal.Round(size * contractValue / price, BaseDecimals, MidpointRounding.ToZero);
}
