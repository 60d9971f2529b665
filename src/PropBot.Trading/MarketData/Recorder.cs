using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Threading.Channels;

namespace PropBot.Trading.MarketData;

/// <summary>
/// Writes market messages to a .gz file, one a line: <c>&lt;receive time, ns since 1970&gt; &lt;message in the combined-stream form&gt;</c>.
/// The caller never waits: what does not fit into the buffer, or comes after the disk failed, is counted as dropped.
/// </summary>
public sealed class Recorder : IAsyncDisposable
{
    private const int FlushEvery = 4_096;
    private readonly Channel<Line> lines;
    private readonly Task writing;
    private long written;
    private long dropped;

    /// <param name="path">Created; an existing file is replaced.</param>
    /// <param name="capacity">Messages that may wait for the disk.</param>
    public Recorder(string path, int capacity = 16_384)
    {
        lines = Channel.CreateBounded<Line>(new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        writing = Task.Run(() => WriteLines(path));
    }

    private readonly record struct Line(long ReceivedNs, byte[] Rented, int Length);

    public long Written => Interlocked.Read(ref written);

    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Why the disk took no more; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Copies the message; from any thread. False when it was dropped.</summary>
    public bool Write(long receivedNs, ReadOnlySpan<byte> message)
    {
        // A line break would split one message into two lines, the second of which is none.
        if (!message.Contains((byte)'\n'))
        {
            var rented = ArrayPool<byte>.Shared.Rent(message.Length);
            message.CopyTo(rented);
            if (lines.Writer.TryWrite(new Line(receivedNs, rented, message.Length))) return true;
            ArrayPool<byte>.Shared.Return(rented);
        }

        Interlocked.Increment(ref dropped);
        return false;
    }

    /// <summary>Completes when everything accepted is in the file.</summary>
    public async ValueTask DisposeAsync()
    {
        lines.Writer.TryComplete();
        await writing;
    }

    private async Task WriteLines(string path)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            await using var zip = new GZipStream(file, CompressionLevel.Fastest);
            var prefix = new byte[21];
            await foreach (var line in lines.Reader.ReadAllAsync())
            {
                Utf8Formatter.TryFormat(line.ReceivedNs, prefix, out var digits);
                prefix[digits] = (byte)' ';
                zip.Write(prefix, 0, digits + 1);
                zip.Write(line.Rented, 0, line.Length);
                zip.WriteByte((byte)'\n');
                ArrayPool<byte>.Shared.Return(line.Rented);
                if (Interlocked.Increment(ref written) % FlushEvery == 0) await zip.FlushAsync();
            }
        }
        catch (Exception fault)
        {
            // A recording is never worth a trade: say so and let the callers count what is lost.
            Fault = fault;
            lines.Writer.TryComplete();
            while (lines.Reader.TryRead(out _)) Interlocked.Increment(ref dropped);
        }
    }
}
