using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Trading.Ledger;

/// <param name="Number">Grows by one per line and is never reused: whoever merges can tell a line that was merged before a crash.</param>
public readonly record struct EmergencyLine(long Number, string Text);

/// <summary>
/// What was done while the database could not be written (R3): <c>&lt;dir&gt;/emergency.log</c>, append-only, its first MiB claimed from
/// the disk in advance, each line on the disk before <see cref="Append"/> returns. Format per line: <c>number check text</c>, where
/// check is the first 8 hex digits of SHA-256 over <c>number text</c>; a text <c>#merged N</c> says that all lines up to N are in the
/// ledger. The rest of the file is empty lines, so that a torn line ends by itself.
/// </summary>
public sealed class EmergencyLog : IDisposable
{
    private const int Claimed = 1 << 20;
    private const string Merged = "#merged ";

    private readonly Lock gate = new();
    private readonly string path;
    private readonly List<EmergencyLine> pending = [];
    private FileStream file;
    private long last;

    /// <exception cref="IOException">The file cannot be made: at start that is fatal, later it would be too late.</exception>
    public EmergencyLog(string directory)
    {
        path = Path.Combine(directory, "emergency.log");
        Directory.CreateDirectory(directory);
        file = OpenClaimed(path);
        Recover();
    }

    /// <summary>Line breaks in <paramref name="line"/> become spaces. Never throws for a failing disk: a kill goes on without its note.</summary>
    /// <returns>Null when the line is on the disk, else what is wrong.</returns>
    public string? Append(string line)
    {
        lock (gate)
        {
            var entry = new EmergencyLine(last + 1, line.ReplaceLineEndings(" "));
            if (Put(entry) is { } error) return error;
            pending.Add(entry);
            return null;
        }
    }

    /// <summary>Lines not yet merged, oldest first.</summary>
    public IReadOnlyList<EmergencyLine> ReadPending()
    {
        lock (gate) return [.. pending];
    }

    /// <summary>Call after the ledger has committed the lines up to and including <paramref name="upTo"/>; later ones stay pending.</summary>
    /// <returns>Null, or what is wrong; the lines stay pending then.</returns>
    public string? MarkMerged(long upTo)
    {
        lock (gate)
        {
            if (pending.Count == 0 || pending[0].Number > upTo) return null;
            if (Put(new EmergencyLine(last + 1, string.Create(CultureInfo.InvariantCulture, $"{Merged}{upTo}"))) is { } error) return error;
            pending.RemoveAll(line => line.Number <= upTo);
            return pending.Count == 0 && file.Position > Claimed / 2 ? StartAnew() : null;
        }
    }

    public void Dispose() => file.Dispose();

    private string? Put(EmergencyLine line)
    {
        var start = file.Position;
        try
        {
            Write(file, line);
            last = line.Number;
            return null;
        }
        catch (IOException failure)
        {
            // The next line starts where this one did, so half a line is overwritten, not glued to.
            file.Position = start;
            return $"{path}: {failure.Message}";
        }
    }

    /// <summary>
    /// Merged lines are kept in a file of their own. The new log takes the old one's name in one step and starts with the mark, so that
    /// the numbers go on whenever the process dies.
    /// </summary>
    private string? StartAnew()
    {
        var fresh = path + ".new";
        var mark = new EmergencyLine(last + 1, string.Create(CultureInfo.InvariantCulture, $"{Merged}{last}"));
        try
        {
            File.Copy(path, string.Create(CultureInfo.InvariantCulture, $"{path}.{last}"), overwrite: true);
            File.Delete(fresh);
            var opened = OpenClaimed(fresh);
            Write(opened, mark);
            File.Move(fresh, path, overwrite: true);
            file.Dispose();
            file = opened;
            last = mark.Number;
            return null;
        }
        catch (IOException failure)
        {
            return $"{path}: {failure.Message}";
        }
    }

    private static void Write(FileStream target, EmergencyLine line)
    {
        target.Write(Encoding.UTF8.GetBytes(Checked(line) + "\n"));
        target.Flush(flushToDisk: true);
    }

    private void Recover()
    {
        var bytes = new byte[file.Length];
        file.Position = 0;
        file.ReadExactly(bytes);
        foreach (var text in Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Parse(text) is not { } line) continue;
            last = line.Number;
            if (!line.Text.StartsWith(Merged, StringComparison.Ordinal)) pending.Add(line);
            else if (long.TryParse(line.Text.AsSpan(Merged.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var upTo))
                pending.RemoveAll(known => known.Number <= upTo);
        }

        var used = bytes.AsSpan().LastIndexOfAnyExcept((byte)'\n') + 1;
        file.Position = used == 0 ? 0 : used + 1;
    }

    private static FileStream OpenClaimed(string path)
    {
        // No buffer: a failed write must not come back at the next flush.
        var opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        if (opened.Length < Claimed)
        {
            var blank = new byte[Claimed - opened.Length];
            blank.AsSpan().Fill((byte)'\n');
            opened.Position = opened.Length;
            opened.Write(blank);
            opened.Flush(flushToDisk: true);
        }

        opened.Position = 0;
        return opened;
    }

    private static EmergencyLine? Parse(string text)
    {
        var parts = text.Split(' ', 3);
        if (parts.Length != 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var line = new EmergencyLine(number, parts[2]);
        return Checked(line) == text ? line : null;
    }

    private static string Checked(EmergencyLine line)
    {
        var number = line.Number.ToString(CultureInfo.InvariantCulture);
        var check = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{number} {line.Text}")))[..8];
        return $"{number} {check} {line.Text}";
    }
}
