using System.Text;
using System.Text.Json;

namespace PropBot.VenueSimulator.Engine;

/// <summary>The venue's memory on disk: one JSON line a commit, written to the operating system before the reply leaves, so that a killed process loses nothing.
/// A torn last line (killed while writing: its reply never left) is cut off. Rewritten as one line at start and when it has grown.</summary>
public sealed class VenueJournal : IDisposable
{
    private const int LinesBeforeRewrite = 20_000;
    private static readonly JsonSerializerOptions Form = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault };
    private readonly string path;
    private FileStream? file;
    private int lines;

    /// <param name="path">e.g. <c>data/sim/binance.jsonl</c>; its folder is made.</param>
    public VenueJournal(string path)
    {
        this.path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>True when the next <see cref="Append"/> should be followed by <see cref="Rewrite"/>.</summary>
    public bool HasGrown => lines >= LinesBeforeRewrite;

    public IReadOnlyList<JournalLine> Load()
    {
        if (!File.Exists(path)) return [];
        var bytes = File.ReadAllBytes(path);
        var kept = new List<JournalLine>();
        var start = 0;
        for (var end = Array.IndexOf(bytes, (byte)'\n'); end >= 0; end = Array.IndexOf(bytes, (byte)'\n', start))
        {
            var line = JsonSerializer.Deserialize<JournalLine>(bytes.AsSpan(start, end - start), Form);
            kept.Add(line ?? throw new InvalidDataException($"{path} holds an empty line at byte {start}."));
            start = end + 1;
        }

        return kept;
    }

    public void Append(JournalLine line)
    {
        // Unbuffered, one write a line: what was written survives the process.
        file ??= new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Write(Bytes(line));
        lines++;
    }

    /// <summary>Replaces the file by one line that holds everything.</summary>
    public void Rewrite(JournalLine whole)
    {
        file?.Dispose();
        file = null;
        var fresh = path + ".new";
        File.WriteAllBytes(fresh, Bytes(whole));
        File.Move(fresh, path, overwrite: true);
        lines = 0;
    }

    public void Dispose() => file?.Dispose();

    private static byte[] Bytes(JournalLine line) => Encoding.UTF8.GetBytes(JsonSerializer.Serialize(line, Form) + "\n");
}
