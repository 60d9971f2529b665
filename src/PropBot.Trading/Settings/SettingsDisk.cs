namespace PropBot.Trading.Settings;

/// <summary>The door to the disk for start-up checks, so that tests can stand in for it. Answers, never throws.</summary>
public interface ISettingsDisk
{
    /// <summary>Why a file could not be written there, or null. Makes missing folders; leaves no file behind that was not there before.</summary>
    string? WhyNotWritable(string file);

    /// <summary>The text of a file, or null and why.</summary>
    string? TryRead(string file, out string why);
}

/// <summary>The real disk.</summary>
public sealed class SettingsDisk : ISettingsDisk
{
    public string? WhyNotWritable(string file)
    {
        try
        {
            if (Path.GetDirectoryName(file) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
            var existed = File.Exists(file);
            using (File.Open(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                // Opening for append is the question; nothing is written.
            }

            if (!existed) File.Delete(file);
            return null;
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            return trouble.Message;
        }
    }

    public string? TryRead(string file, out string why)
    {
        try
        {
            why = "";
            return File.ReadAllText(file);
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            why = trouble.Message;
            return null;
        }
    }

    private static bool IsExpected(Exception trouble) =>
        trouble is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException or System.Security.SecurityException;
}
