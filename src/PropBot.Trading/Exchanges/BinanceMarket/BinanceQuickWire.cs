using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>
/// Reads the market messages that come thousands a second in the very form Binance sends them (wire protocols 1.7), in one pass. Anything
/// unusual is left to <see cref="BinanceWire"/>, which gives the same fields for everything this reads.
/// </summary>
internal static class BinanceQuickWire
{
    /// <summary>False: read it the general way; <paramref name="fields"/> means nothing then.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, BinanceSymbols symbols, out MarketFields fields)
    {
        fields = new MarketFields { Pair = -1, PreviousId = -1 };
        if (Object(new FlatJson(message), symbols, ref fields)) return true;
        if (fields.Depth is not null) DepthUpdate.Return(fields.Depth);
        return false;
    }

    private static bool Object(FlatJson json, BinanceSymbols symbols, ref MarketFields fields)
    {
        var wrapped = json.Take("{\"stream\":"u8);
        if (wrapped ? !json.Skip() || !json.Take(",\"data\":{"u8) : !json.Take((byte)'{')) return false;
        var foreign = false;
        do
        {
            if (!json.Name(out var name)) return false;
            if (name.Length == 1 ? !Field(ref json, name[0], symbols, ref fields) : !LongName(ref json, name, ref fields, ref foreign)) return false;
        }
        while (json.Take((byte)','));
        if (foreign) fields.Pair = -1;
        return json.Take((byte)'}') && (!wrapped || json.Take((byte)'}')) && json.AtEnd;
    }

    private static bool LongName(ref FlatJson json, ReadOnlySpan<byte> name, ref MarketFields fields, ref bool foreign)
    {
        if (name.SequenceEqual("pu"u8)) return json.Long(out fields.PreviousId);
        if (name.SequenceEqual("ps"u8) || name.SequenceEqual("ap"u8)) return json.Skip();
        if (!name.SequenceEqual("st"u8) || !json.Long(out var side)) return false;
        foreign = side == 2;
        return true;
    }

    private static bool Field(ref FlatJson json, byte name, BinanceSymbols symbols, ref MarketFields fields) => name switch
    {
        (byte)'e' => Kind(ref json, ref fields),
        (byte)'s' => Symbol(ref json, symbols, ref fields),
        (byte)'b' => json.Next == '[' ? Levels(ref json, true, ref fields) : json.Decimal(out fields.Bid),
        (byte)'a' => json.Next == '[' ? Levels(ref json, false, ref fields) : json.Decimal(out fields.Ask),
        (byte)'B' => json.Decimal(out fields.BidQuantity),
        (byte)'A' => json.Decimal(out fields.AskQuantity),
        (byte)'E' => json.Long(out fields.EventMs),
        (byte)'T' => json.Long(out fields.TimeMs),
        (byte)'U' => json.Long(out fields.FirstId),
        (byte)'u' => json.Long(out fields.LastId),
        (byte)'p' => Optional(ref json, out fields.Mark),
        (byte)'r' => Optional(ref json, out fields.Rate),
        _ => json.Skip(),
    };

    private static bool Kind(ref FlatJson json, ref MarketFields fields)
    {
        if (!json.Text(out var kind)) return false;
        if (kind.SequenceEqual("bookTicker"u8)) fields.Kind = MarketMessage.BookTicker;
        else if (kind.SequenceEqual("depthUpdate"u8)) fields.Kind = MarketMessage.Depth;
        else if (kind.SequenceEqual("markPriceUpdate"u8)) fields.Kind = MarketMessage.Mark;
        else fields.Kind = kind.SequenceEqual("contractInfo"u8) ? MarketMessage.Contract : MarketMessage.Other;
        return true;
    }

    private static bool Symbol(ref FlatJson json, BinanceSymbols symbols, ref MarketFields fields)
    {
        if (!json.Text(out var symbol)) return false;
        fields.Pair = symbols.IndexOf(symbol);
        return true;
    }

    private static bool Levels(ref FlatJson json, bool bids, ref MarketFields fields) =>
        json.Levels(fields.Depth ??= DepthUpdate.Rent(Venue.Binance, -1, isSnapshot: false), bids);

    private static bool Optional(ref FlatJson json, out decimal? value)
    {
        var read = json.Decimal(out var found);
        value = found;
        return read;
    }
}
