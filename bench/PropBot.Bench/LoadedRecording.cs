using PropBot.Trading.MarketData;

namespace PropBot.Bench;

/// <summary>A recording unpacked into memory, so that neither disk nor gzip is measured.</summary>
internal sealed class LoadedRecording
{
    private readonly byte[] bytes;
    private readonly (long At, int Start, int Length)[] lines;

    private LoadedRecording(byte[] bytes, (long At, int Start, int Length)[] lines) => (this.bytes, this.lines) = (bytes, lines);

    public int Count => lines.Length;

    public static LoadedRecording Of(string path)
    {
        using var reader = RecordingReader.Open(path);
        var found = new List<(long, int, int)>();
        var all = new MemoryStream();
        while (reader.Read(out var at, out var json))
        {
            found.Add((at, (int)all.Position, json.Length));
            all.Write(json.Span);
        }

        return new LoadedRecording(all.ToArray(), [.. found]);
    }

    public long At(int line) => lines[line].At;

    public ReadOnlySpan<byte> Json(int line) => bytes.AsSpan(lines[line].Start, lines[line].Length);
}
