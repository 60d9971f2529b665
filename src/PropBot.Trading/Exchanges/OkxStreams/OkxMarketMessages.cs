using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>What a message on the public stream was.</summary>
internal enum OkxMarketMessage
{
    /// <summary>Market data that was told to the listener.</summary>
    Data = 0,

    /// <summary>Acknowledgement, error or notice: to be read as a document.</summary>
    Event = 1,

    /// <summary>Data of a channel or instrument we did not ask for, or the text "pong".</summary>
    Other = 2,

    /// <summary>Instruments: to be read as a document.</summary>
    Instruments = 3,
}

/// <summary>
/// Reads pushes of bbo-tbt, books, mark-price and funding-rate (§2.8.3) straight from UTF-8, without garbage. Sizes are contracts on
/// the wire and base coin from here on. Unknown fields are skipped; a value that is not what it must be throws <see cref="FormatException"/>
/// or <see cref="JsonException"/>, and the connection is renewed.
/// </summary>
internal sealed class OkxMarketMessages(OkxContracts contracts, IVenueListener listener, TimeProvider clock)
{
    private enum Channel
    {
        None = 0,
        Top = 1,
        Books = 2,
        Mark = 3,
        Funding = 4,
        Instruments = 5,
    }

    private struct Push
    {
        public bool IsEvent;
        public bool HasData;
        public bool IsSnapshot;
        public Channel Channel;
        public int Pair;
        public int Line;
    }

    private readonly int[] owners = new int[contracts.Universe.Count];
    private readonly int[] snapshots = new int[contracts.Universe.Count];

    /// <summary>For a caller that does not know on which connection a book's differences come.</summary>
    public const int AnyLine = 0;

    /// <summary>How many snapshots of the pair's book were told.</summary>
    public int Snapshots(int pair) => Volatile.Read(ref snapshots[pair]);

    /// <summary>Whether the pair's book is told from this connection.</summary>
    public bool Owns(int pair, int line) => Volatile.Read(ref owners[pair]) == line;

    /// <summary>From now on the pair's book is told from this connection, though it has sent no snapshot.</summary>
    public void TakeOver(int pair, int line)
    {
        if (line != AnyLine) Volatile.Write(ref owners[pair], line);
    }

    /// <param name="line">
    /// Which connection it came on. During a renewal two speak at once, and differences of both in turn would tear the chain: a book is
    /// told from the connection that gave its last snapshot.
    /// </param>
    public OkxMarketMessage Read(ReadOnlySpan<byte> message, int line = 1)
    {
        if (message.IsEmpty || message[0] != (byte)'{') return OkxMarketMessage.Other;
        var push = ReadEnvelope(message, out var data);
        push.Line = line;
        if (push.IsEvent) return OkxMarketMessage.Event;
        if (push.Channel == Channel.Instruments) return OkxMarketMessage.Instruments;
        if (!push.HasData || push.Channel == Channel.None || push.Pair < 0 || contracts.OfPair(push.Pair) is not { } contract) return OkxMarketMessage.Other;
        while (data.Read() && data.TokenType == JsonTokenType.StartObject) ReadItem(ref data, in push, contract.Multiplier);
        return OkxMarketMessage.Data;
    }

    /// <summary>Reads the answer of REST market/books, which has the shape of a push without prevSeqId.</summary>
    public void ReadSnapshot(ref Utf8JsonReader data, int pair, decimal multiplier) =>
        ReadBook(ref data, new Push { Pair = pair, IsSnapshot = true, Line = AnyLine }, multiplier);

    /// <param name="data">Stands at the array of items. They are read afterwards, because <c>action</c> may follow them.</param>
    private Push ReadEnvelope(ReadOnlySpan<byte> message, out Utf8JsonReader data)
    {
        var push = default(Push);
        data = default;
        var reader = new Utf8JsonReader(message);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("event"u8)) return new Push { IsEvent = true };
            if (reader.ValueTextEquals("arg"u8)) (push.Channel, push.Pair) = ReadArgument(ref reader);
            else if (reader.ValueTextEquals("action"u8)) push.IsSnapshot = Next(ref reader).ValueTextEquals("snapshot"u8);
            else if (reader.ValueTextEquals("data"u8))
            {
                push.HasData = Next(ref reader).TokenType == JsonTokenType.StartArray;
                data = reader;
                reader.Skip();
            }
            else reader.Skip();
        }

        return push;
    }

    private (Channel Channel, int Pair) ReadArgument(ref Utf8JsonReader reader)
    {
        var channel = Channel.None;
        var pair = -1;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("channel"u8)) channel = ChannelOf(ref reader);
            else if (reader.ValueTextEquals("instId"u8)) pair = contracts.PairOf(Next(ref reader).ValueSpan);
            else reader.Skip();
        }

        return (channel, pair);
    }

    private static Channel ChannelOf(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.ValueTextEquals("bbo-tbt"u8)) return Channel.Top;
        if (reader.ValueTextEquals("books"u8)) return Channel.Books;
        if (reader.ValueTextEquals("mark-price"u8)) return Channel.Mark;
        if (reader.ValueTextEquals("funding-rate"u8)) return Channel.Funding;
        if (reader.ValueTextEquals("books-l2-tbt"u8) || reader.ValueTextEquals("books50-l2-tbt"u8)) return Channel.Books;
        return reader.ValueTextEquals("instruments"u8) ? Channel.Instruments : Channel.None;
    }

    private void ReadItem(ref Utf8JsonReader data, in Push push, decimal multiplier)
    {
        switch (push.Channel)
        {
            case Channel.Top:
                ReadTop(ref data, push.Pair, multiplier);
                break;
            case Channel.Books:
                ReadBook(ref data, in push, multiplier);
                break;
            default:
                ReadMark(ref data, push.Pair);
                break;
        }
    }

    private void ReadTop(ref Utf8JsonReader data, int pair, decimal multiplier)
    {
        Level bid = default, ask = default;
        long sequence = 0;
        DateTimeOffset at = default;
        while (data.Read() && data.TokenType == JsonTokenType.PropertyName)
        {
            if (data.ValueTextEquals("bids"u8)) bid = ReadFirstLevel(ref data, multiplier);
            else if (data.ValueTextEquals("asks"u8)) ask = ReadFirstLevel(ref data, multiplier);
            else if (data.ValueTextEquals("ts"u8)) at = ReadTime(ref data) ?? default;
            else if (data.ValueTextEquals("seqId"u8)) sequence = ReadLong(ref data);
            else data.Skip();
        }

        // A side that is not there has no price; the receiver may not take the last one for the present one.
        listener.OnTop(new TopUpdate(
            Venue.Okx, pair, new Price(bid.Price), new Quantity(bid.Quantity), new Price(ask.Price), new Quantity(ask.Quantity), sequence, at, clock.GetUtcNow()));
    }

    private void ReadBook(ref Utf8JsonReader data, in Push push, decimal multiplier)
    {
        var book = DepthUpdate.Rent(Venue.Okx, push.Pair, push.IsSnapshot);
        book.ReceivedAt = clock.GetUtcNow();
        while (data.Read() && data.TokenType == JsonTokenType.PropertyName)
        {
            if (data.ValueTextEquals("bids"u8)) ReadLevels(ref data, book, isBid: true, multiplier);
            else if (data.ValueTextEquals("asks"u8)) ReadLevels(ref data, book, isBid: false, multiplier);
            else if (data.ValueTextEquals("ts"u8)) book.VenueTime = ReadTime(ref data) ?? default;
            else if (data.ValueTextEquals("seqId"u8)) book.FirstId = book.LastId = ReadLong(ref data);
            else if (data.ValueTextEquals("prevSeqId"u8)) book.PreviousId = ReadLong(ref data);
            else data.Skip();
        }

        if (push.IsSnapshot)
        {
            TakeOver(push.Pair, push.Line);
            Interlocked.Increment(ref snapshots[push.Pair]);
        }
        else if (!Owns(push.Pair, push.Line) && !Owns(push.Pair, AnyLine))
        {
            DepthUpdate.Return(book);
            return;
        }

        listener.OnDepth(book);
    }

    private void ReadMark(ref Utf8JsonReader data, int pair)
    {
        decimal? mark = null, rate = null;
        DateTimeOffset? next = null, afterNext = null;
        while (data.Read() && data.TokenType == JsonTokenType.PropertyName)
        {
            if (data.ValueTextEquals("markPx"u8)) mark = WireNumbers.OptionalDecimal(ref Next(ref data));
            else if (data.ValueTextEquals("fundingRate"u8)) rate = WireNumbers.OptionalDecimal(ref Next(ref data));
            else if (data.ValueTextEquals("fundingTime"u8)) next = ReadTime(ref data);
            else if (data.ValueTextEquals("nextFundingTime"u8)) afterNext = ReadTime(ref data);
            else data.Skip();
        }

        // fundingTime is the next settlement and nextFundingTime the one after it (§2.5), so their distance is the interval.
        var interval = afterNext > next ? afterNext - next : null;
        listener.OnMark(new MarkUpdate(Venue.Okx, pair, mark is { } price ? new Price(price) : null, rate, next, interval, clock.GetUtcNow()));
    }

    private static Level ReadFirstLevel(ref Utf8JsonReader data, decimal multiplier)
    {
        Level first = default;
        var any = false;
        data.Read();
        while (data.Read() && data.TokenType == JsonTokenType.StartArray)
        {
            var level = ReadLevel(ref data, multiplier);
            if (!any) first = level;
            any = true;
        }

        return first;
    }

    private static void ReadLevels(ref Utf8JsonReader data, DepthUpdate book, bool isBid, decimal multiplier)
    {
        data.Read();
        while (data.Read() && data.TokenType == JsonTokenType.StartArray)
        {
            var level = ReadLevel(ref data, multiplier);
            if (isBid) book.AddBid(level.Price, level.Quantity);
            else book.AddAsk(level.Price, level.Quantity);
        }
    }

    /// <summary>[price, contracts, "0", order count]; what follows the size is of no use to us.</summary>
    private static Level ReadLevel(ref Utf8JsonReader data, decimal multiplier)
    {
        var price = WireNumbers.Decimal(ref Next(ref data));
        var size = WireNumbers.Decimal(ref Next(ref data)) * multiplier;
        while (data.Read() && data.TokenType != JsonTokenType.EndArray) data.Skip();
        return new Level(price, size);
    }

    private static long ReadLong(ref Utf8JsonReader data) => WireNumbers.Long(ref Next(ref data));

    private static DateTimeOffset? ReadTime(ref Utf8JsonReader data) =>
        Next(ref data).ValueSpan.IsEmpty ? null : DateTimeOffset.FromUnixTimeMilliseconds(WireNumbers.Long(ref data));

    private static ref Utf8JsonReader Next(ref Utf8JsonReader reader)
    {
        reader.Read();
        return ref reader;
    }
}
