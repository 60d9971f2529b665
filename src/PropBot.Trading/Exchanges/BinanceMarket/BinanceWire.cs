using System.Text.Json;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

internal enum MarketMessage
{
    Other = 0,
    BookTicker = 1,
    Depth = 2,
    Mark = 3,

    /// <summary>The answer to a SUBSCRIBE.</summary>
    Acknowledged = 4,
    Refused = 5,

    /// <summary>A contract's status changed; too rare to be read here.</summary>
    Contract = 6,
}

/// <summary>One market message, flat: which fields mean something depends on <see cref="Kind"/>.</summary>
internal struct MarketFields
{
    public MarketMessage Kind;

    /// <summary>−1: not of our universe, or of the coin-margined side (<c>st</c> 2).</summary>
    public int Pair;
    public long EventMs, TimeMs, FirstId, LastId, PreviousId;
    public decimal Bid, BidQuantity, Ask, AskQuantity;
    public decimal? Mark, Rate;
    public DepthUpdate? Depth;
}

/// <summary>
/// Reads bookTicker, depthUpdate, markPriceUpdate (wire protocols 1.7), raw or wrapped in <c>{"stream":…,"data":…}</c>, fields in any
/// order, without garbage. Throws <see cref="JsonException"/> or <see cref="FormatException"/> on what is no such message.
/// </summary>
internal sealed class BinanceWire(PairUniverse universe)
{
    private readonly BinanceSymbols symbols = new(universe);

    /// <summary>The caller owns <see cref="MarketFields.Depth"/> when it is set.</summary>
    public void Read(ReadOnlySpan<byte> message, out MarketFields fields)
    {
        if (BinanceQuickWire.TryRead(message, symbols, out fields)) Finish(ref fields);
        else ReadAnyForm(message, out fields);
    }

    /// <summary>The general way: any order, white space, escapes, unknown fields of any shape.</summary>
    internal void ReadAnyForm(ReadOnlySpan<byte> message, out MarketFields fields)
    {
        fields = new MarketFields { Pair = -1, PreviousId = -1 };
        var foreign = false;
        var reader = new Utf8JsonReader(message);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.ValueTextEquals("data"u8)) continue;
            var name = reader.ValueSpan;
            reader.Read();
            if (name.Length == 1) ReadField(ref reader, name[0], ref fields);
            else if (name.SequenceEqual("pu"u8)) fields.PreviousId = WireNumbers.Long(ref reader);
            else if (name.SequenceEqual("st"u8)) foreign = reader.ValueSpan.SequenceEqual("2"u8);
            else if (name.SequenceEqual("result"u8)) fields.Kind = MarketMessage.Acknowledged;
            else if (name.SequenceEqual("error"u8)) fields.Kind = MarketMessage.Refused;
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray) reader.Skip();
        }

        if (foreign) fields.Pair = -1;
        Finish(ref fields);
    }

    /// <summary>GET depth. Its id is in <see cref="DepthUpdate.LastId"/>.</summary>
    public static DepthUpdate ReadSnapshot(ReadOnlySpan<byte> body, int pair)
    {
        var depth = DepthUpdate.Rent(Venue.Binance, pair, isSnapshot: true);
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            var name = reader.ValueSpan;
            reader.Read();
            if (name.SequenceEqual("lastUpdateId"u8)) depth.FirstId = depth.LastId = WireNumbers.Long(ref reader);
            else if (name.SequenceEqual("E"u8)) depth.VenueTime = DateTimeOffset.FromUnixTimeMilliseconds(WireNumbers.Long(ref reader));
            else if (name.SequenceEqual("bids"u8)) ReadLevels(ref reader, depth, bids: true);
            else if (name.SequenceEqual("asks"u8)) ReadLevels(ref reader, depth, bids: false);
        }

        return depth.LastId > 0 ? depth : throw new FormatException("a depth snapshot without lastUpdateId");
    }

    private void ReadField(ref Utf8JsonReader reader, byte name, ref MarketFields fields)
    {
        switch (name)
        {
            case (byte)'e':
                fields.Kind = KindOf(ref reader);
                break;
            case (byte)'s':
                fields.Pair = symbols.IndexOf(reader.ValueSpan);
                break;
            case (byte)'b' or (byte)'B' or (byte)'a' or (byte)'A':
                ReadSide(ref reader, name, ref fields);
                break;
            case (byte)'p':
                fields.Mark = WireNumbers.OptionalDecimal(ref reader);
                break;
            case (byte)'r':
                fields.Rate = WireNumbers.OptionalDecimal(ref reader);
                break;
            default:
                ReadNumber(ref reader, name, ref fields);
                break;
        }
    }

    private static void ReadSide(ref Utf8JsonReader reader, byte name, ref MarketFields fields)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            fields.Depth ??= DepthUpdate.Rent(Venue.Binance, -1, isSnapshot: false);
            ReadLevels(ref reader, fields.Depth, bids: name == (byte)'b');
            return;
        }

        if (reader.TokenType != JsonTokenType.String) return;
        var value = WireNumbers.OptionalDecimal(ref reader) ?? 0m;
        if (name == (byte)'b') fields.Bid = value;
        else if (name == (byte)'B') fields.BidQuantity = value;
        else if (name == (byte)'a') fields.Ask = value;
        else fields.AskQuantity = value;
    }

    private static void ReadNumber(ref Utf8JsonReader reader, byte name, ref MarketFields fields)
    {
        if (name == (byte)'E') fields.EventMs = WireNumbers.Long(ref reader);
        else if (name == (byte)'T') fields.TimeMs = WireNumbers.Long(ref reader);
        else if (name == (byte)'U') fields.FirstId = WireNumbers.Long(ref reader);
        else if (name == (byte)'u') fields.LastId = WireNumbers.Long(ref reader);
    }

    private static void ReadLevels(ref Utf8JsonReader reader, DepthUpdate depth, bool bids)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            var price = WireNumbers.Decimal(ref reader);
            reader.Read();
            var quantity = WireNumbers.Decimal(ref reader);
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) reader.Skip();
            if (bids) depth.AddBid(price, quantity);
            else depth.AddAsk(price, quantity);
        }
    }

    private static void Finish(ref MarketFields fields)
    {
        if (fields.Depth is not { } depth) return;
        if (fields.Kind != MarketMessage.Depth || fields.Pair < 0)
        {
            DepthUpdate.Return(depth);
            fields.Depth = null;
            return;
        }

        depth.Pair = fields.Pair;
        depth.FirstId = fields.FirstId;
        depth.LastId = fields.LastId;
        depth.PreviousId = fields.PreviousId;
        depth.VenueTime = DateTimeOffset.FromUnixTimeMilliseconds(fields.EventMs);
    }

    private static MarketMessage KindOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueTextEquals("bookTicker"u8)) return MarketMessage.BookTicker;
        if (reader.ValueTextEquals("depthUpdate"u8)) return MarketMessage.Depth;
        if (reader.ValueTextEquals("markPriceUpdate"u8)) return MarketMessage.Mark;
        return reader.ValueTextEquals("contractInfo"u8) ? MarketMessage.Contract : MarketMessage.Other;
    }
}
