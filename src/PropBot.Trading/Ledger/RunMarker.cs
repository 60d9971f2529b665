using System.Text;

namespace PropBot.Trading.Ledger;

/// <summary>
/// <c>&lt;dir&gt;/run.marker</c>: there while the desk may run, gone with every HOLD (R3, R20). Outside the database, because a HOLD must
/// take it away even when the database is down.
/// </summary>
public sealed class RunMarker(string directory)
{
    private readonly string path = Path.Combine(directory, "run.marker");

    /// <summary>An empty file is a marker whose removal was cut short: it does not count.</summary>
    public bool Exists => new FileInfo(path) is { Exists: true, Length: > 0 };

    /// <returns>Null when the marker is on the disk, else what is wrong.</returns>
    public string? Write(string text)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Write(Encoding.UTF8.GetBytes(text.Length == 0 ? "\n" : text));
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {failure.Message}";
        }
    }

    /// <returns>Null when no marker counts any more, else what is wrong.</returns>
    public string? Delete()
    {
        try
        {
            if (!File.Exists(path)) return null;
            // Emptied first: a file's length can be forced to the disk, the removal of its name cannot.
            using (var file = new FileStream(path, FileMode.Truncate, FileAccess.Write, FileShare.Read, bufferSize: 0)) file.Flush(flushToDisk: true);
            File.Delete(path);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {failure.Message}";
        }
    }
}
