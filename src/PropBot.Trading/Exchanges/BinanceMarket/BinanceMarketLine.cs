using System.Text;
using System.Text.Json;

namespace PropBot.Trading.Exchanges.BinanceMarket;

/// <summary>The streams of one socket: all of one class, at most 1024 (wire protocols 1.4).</summary>
/// <param name="Class"><c>public</c> or <c>market</c>: the path the venue serves these streams on; on another it is silent.</param>
/// <param name="Kinds">What must arrive again and again.</param>
/// <param name="EachPair">Whether every trading pair must have its own data, not only some of them.</param>
internal sealed record BinanceStreamGroup(string Class, int[] Pairs, string[] Streams, MarketMessage[] Kinds, bool EachPair, TimeSpan Silence)
{
    private const int FrameBytes = 4000;

    /// <summary>SUBSCRIBE messages, each below 4 kB.</summary>
    public byte[][] Frames()
    {
        var frames = new List<byte[]>();
        var names = new List<string>();
        var length = 0;
        foreach (var stream in Streams)
        {
            if (length + stream.Length + 3 > FrameBytes - 100) Close();
            names.Add(stream);
            length += Encoding.UTF8.GetByteCount(stream) + 3;
        }

        Close();
        return [.. frames];

        void Close()
        {
            if (names.Count > 0) frames.Add(Encoding.UTF8.GetBytes($$"""{"method":"SUBSCRIBE","params":{{JsonSerializer.Serialize(names)}},"id":{{frames.Count + 1}}}"""));
            names.Clear();
            length = 0;
        }
    }
}

/// <summary>
/// One connection for one group of streams. Ready when data has proved it: an acknowledgement proves nothing, since the venue accepts any stream name
/// and stays silent. What stays away, from the start or later, ends the connection with its name.
/// </summary>
internal sealed class BinanceMarketLine(BinanceStreamGroup group, string address, BinanceFeed feed, TimeProvider clock)
{
    private readonly byte[][] frames = group.Frames();
    private readonly long[] kindAt = new long[8];
    private readonly Dictionary<int, long> pairAt = group.Pairs.ToDictionary(pair => pair, _ => 0L);
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int acknowledged;
    private int unseenPairs = group.Pairs.Length;

    public SocketHandlers Handlers(Action stands, Action<string> fell) => new()
    {
        Address = _ => ValueTask.FromResult(new Uri($"{address}/{group.Class}/stream?streams=")),
        Opened = Opened,
        Message = Hear,
        Down = reason => fell(unseenPairs == group.Pairs.Length ? $"{reason}; {Never()}" : reason),
        Connecting = () => feed.Connecting(group.Class),
        Ready = ready.Task,
        Stands = stands,
        // A moment longer, so that nothing read by neither connection is missing between them.
        Leaving = () => Task.Delay(TimeSpan.FromMilliseconds(500), clock, CancellationToken.None),
        Ended = _ => feed.LineEnded(),
    };

    /// <summary>At most 10 messages a second and connection (1.4); then watches what stays away.</summary>
    private async Task Opened(SocketSend send, CancellationToken stop)
    {
        for (var i = 0; i < frames.Length; i++)
        {
            if (i > 0) await Task.Delay(TimeSpan.FromMilliseconds(250), clock, stop);
            await send(frames[i]);
        }

        while (true)
        {
            await Task.Delay(feed.ProofEvery, clock, stop);
            if (Missing() is { } missing) throw new InvalidOperationException(missing);
        }
    }

    private bool Hear(ReadOnlySpan<byte> message)
    {
        feed.Read(message, out var fields);
        if (fields.Kind == MarketMessage.Refused) throw new FormatException($"subscription refused: {Encoding.UTF8.GetString(message)}");
        if (fields.Kind == MarketMessage.Acknowledged) acknowledged++;
        if (fields.Kind == MarketMessage.Contract) feed.Contract(message);
        if (fields.Pair < 0 || !feed.Tell(in fields)) return false;
        Note(in fields);
        return true;
    }

    private void Note(in MarketFields fields)
    {
        var now = clock.GetTimestamp();
        Volatile.Write(ref kindAt[(int)fields.Kind], now);
        ref var at = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(pairAt, fields.Pair);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref at)) return;
        if (at == 0) unseenPairs--;
        Volatile.Write(ref at, now);
        if (!ready.Task.IsCompleted && (unseenPairs == 0 || acknowledged >= frames.Length)) ready.TrySetResult();
    }

    private string? Missing()
    {
        foreach (var kind in group.Kinds)
        {
            if (IsLate(Volatile.Read(ref kindAt[(int)kind]))) return $"no {kind} data for {feed.ProofEvery.TotalSeconds:0.###} s while the connection stands: {Never()}";
        }

        if (!group.EachPair) return null;
        var late = group.Pairs.Where(pair => feed.Trades(pair) && IsLate(pairAt[pair])).Select(feed.SymbolOf).ToArray();
        return late.Length == 0 ? null : $"no {string.Join(", ", group.Kinds)} data of {string.Join(", ", late)} for {feed.ProofEvery.TotalSeconds:0.###} s";
    }

    private bool IsLate(long at) => at == 0 || clock.GetElapsedTime(at) >= feed.ProofEvery;

    private string Never() => $"is {address}/{group.Class} where the venue serves {group.Streams[^1]} (wire protocols 1.1)?";
}
