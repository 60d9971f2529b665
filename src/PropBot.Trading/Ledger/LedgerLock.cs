using System.Globalization;
using System.Text;

namespace PropBot.Trading.Ledger;

/// <summary>
/// One process per data directory: an flock on <c>.lock</c>, which the kernel drops however the process dies. SQLite's own exclusive
/// mode is not used because it would lock out our readers.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream file;

    private LedgerLock(FileStream file) => this.file = file;

    /// <exception cref="LedgerLockedException">Somebody else holds it.</exception>
    public static LedgerLock Take(string directory, TimeProvider clock)
    {
        var path = Path.Combine(directory, ".lock");
        FileStream opened;
        try
        {
            opened = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure)
        {
            throw new LedgerLockedException(
                $"{directory} is in use by {Holder(path)}. Two desks must not share one ledger: stop that process, or give this one another DATA_DIR.", failure);
        }

        var who = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} since {clock.GetUtcNow():O}\n");
        opened.SetLength(0);
        opened.Write(Encoding.UTF8.GetBytes(who));
        opened.Flush();
        WriteHolder(path, who);
        return new LedgerLock(opened);
    }

    public void Dispose() => file.Dispose();

    // The locked file itself cannot be opened by a second .NET process, not even to read who holds it; hence a copy beside it.
    private static string HolderPath(string path) => path + ".holder";

    private static void WriteHolder(string path, string who)
    {
        try
        {
            File.WriteAllText(HolderPath(path), who);
        }
        catch (IOException)
        {
            // Only the name in the other side's message is lost.
        }
    }

    private static string Holder(string path)
    {
        try
        {
            return File.ReadAllText(HolderPath(path)).Trim();
        }
        catch (IOException)
        {
            return "another process";
        }
    }
}
