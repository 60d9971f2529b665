using System.Security.Cryptography;
using System.Text;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>
/// Seals what must be readable again (TOTP secrets, the bot token): AES-256-GCM under the key in <c>&lt;data&gt;/people.key</c>, mode 0600.
/// A sealed value is bound to what it is for, so that one row cannot be passed off as another.
/// </summary>
public sealed class SealedBox : IDisposable
{
    public const string FileName = "people.key";

    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    private readonly AesGcm cipher;

    private SealedBox(byte[] key) => cipher = new AesGcm(key, TagBytes);

    /// <summary>Reads the key, or makes it when <paramref name="mayMake"/>: never while sealed values wait for the one that is gone.</summary>
    /// <exception cref="InvalidDataException">The key is missing, damaged or open to others; the text says what to do.</exception>
    public static SealedBox Open(string directory, bool mayMake)
    {
        var path = Path.Combine(directory, FileName);
        if (File.Exists(path)) return new SealedBox(Read(path));
        if (!mayMake) throw new InvalidDataException($"{path} is missing, and without it no enrolled second factor can be read: bring it back from the backup");
        return new SealedBox(Make(path));
    }

    /// <returns>Nonce, tag, cipher text.</returns>
    public byte[] Seal(string purpose, ReadOnlySpan<byte> open)
    {
        var box = new byte[NonceBytes + TagBytes + open.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        cipher.Encrypt(box.AsSpan(0, NonceBytes), open, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(purpose));
        return box;
    }

    /// <returns>Null when it was sealed with another key, for another purpose, or was changed.</returns>
    public byte[]? TryUnseal(string purpose, byte[] box)
    {
        if (box.Length < NonceBytes + TagBytes) return null;
        var open = new byte[box.Length - NonceBytes - TagBytes];
        try
        {
            cipher.Decrypt(box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), open, Encoding.UTF8.GetBytes(purpose));
            return open;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    public void Dispose() => cipher.Dispose();

    private static byte[] Read(string path)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & others) != 0)
            throw new InvalidDataException($"{path} can be read by others: chmod 600 it");
        try
        {
            return Convert.FromBase64String(File.ReadAllText(path).Trim()) is { Length: KeyBytes } key
                ? key
                : throw new InvalidDataException($"{path} does not hold a key of {KeyBytes} bytes: bring it back from the backup");
        }
        catch (FormatException broken)
        {
            throw new InvalidDataException($"{path} is damaged: bring it back from the backup", broken);
        }
    }

    private static byte[] Make(string path)
    {
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        PrivateFile.Write(path, Convert.ToBase64String(key) + "\n");
        return key;
    }
}
