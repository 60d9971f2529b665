using System.Text;
using System.Text.Json;

namespace PropBot.Trading.Ledger;

/// <summary>
/// A JSON file for people and scripts (R45). Readers find the old content or the new one, never half of it. Whatever goes wrong is a
/// value: a mirror must not hold up the desk.
/// </summary>
public sealed class MirrorFile(string path, TimeProvider clock)
{
    private byte[] written = [];
    private bool looked;

    public string Path { get; } = path;

    /// <summary>When the content last changed on the disk.</summary>
    public DateTimeOffset? WrittenAt { get; private set; }

    public string? Write(string json) => Write(Encoding.UTF8.GetBytes(json));

    /// <summary>Does nothing if the file already holds this. A file that is no JSON is kept beside as <c>.corrupt</c>, the first time.</summary>
    /// <returns>Null, or what is wrong; the old file stays then.</returns>
    public string? Write(ReadOnlySpan<byte> json)
    {
        try
        {
            if (!looked) Look();
            if (json.SequenceEqual(written) && File.Exists(Path)) return null;
            Replace(json);
            written = json.ToArray();
            WrittenAt = clock.GetUtcNow();
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{Path}: {failure.Message}";
        }
    }

    private void Look()
    {
        if (System.IO.Path.GetDirectoryName(Path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        if (File.Exists(Path))
        {
            var found = File.ReadAllBytes(Path);
            if (IsJson(found)) written = found;
            else if (!File.Exists(Path + ".corrupt")) File.Copy(Path, Path + ".corrupt");
        }

        looked = true;
    }

    private void Replace(ReadOnlySpan<byte> json)
    {
        var fresh = Path + ".tmp";
        using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(json);
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, Path, overwrite: true);
    }

    private static bool IsJson(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
