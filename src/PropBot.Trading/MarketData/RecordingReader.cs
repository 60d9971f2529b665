using System.Buffers.Text;
using System.IO.Compression;

namespace PropBot.Trading.MarketData;

/// <summary>Reads what <see cref="Recorder"/> wrote (and the recordings of others in that form), line by line from one buffer.</summary>
public sealed class RecordingReader : IDisposable
{
    private readonly Stream source;
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;

    /// <param name="source">Unpacked lines; disposed with the reader.</param>
    public RecordingReader(Stream source) => this.source = source;

    /// <summary>True when the last line is cut off or the packing is broken: its writer died. Everything before was read.</summary>
    public bool EndedEarly { get; private set; }

    /// <summary>Lines read so far.</summary>
    public long Lines { get; private set; }

    public static RecordingReader Open(string path) =>
        new(new GZipStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), CompressionMode.Decompress));

    /// <param name="receivedNs">Receive time, ns since 1970.</param>
    /// <param name="json">Valid until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">A line is not in the form.</exception>
    public bool Read(out long receivedNs, out ReadOnlyMemory<byte> json)
    {
        receivedNs = 0;
        json = default;
        if (!NextLine(out var line)) return false;
        Lines++;
        if (!Utf8Parser.TryParse(line.Span, out receivedNs, out var used) || used >= line.Length || line.Span[used] != (byte)' ')
            throw new FormatException($"line {Lines} does not begin with a receive time and a space");
        json = line[(used + 1)..];
        return true;
    }

    public void Dispose() => source.Dispose();

    private bool NextLine(out ReadOnlyMemory<byte> line)
    {
        var searched = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = buffer.AsMemory(start, searched + length);
                start += searched + length + 1;
                return true;
            }

            searched = end - start;
            if (Fill()) continue;
            line = default;
            EndedEarly |= searched > 0;
            return false;
        }
    }

    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        try
        {
            var read = source.Read(buffer, end, buffer.Length - end);
            end += read;
            return read > 0;
        }
        catch (InvalidDataException)
        {
            EndedEarly = true;
            return false;
        }
    }
}
