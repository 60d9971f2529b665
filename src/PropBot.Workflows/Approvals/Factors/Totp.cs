using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>Time-based one-time codes (RFC 6238): SHA-1, steps of 30 s, six digits, one step of grace either way. Pure.</summary>
public static class Totp
{
    public const int Digits = 6;
    public const int SecretBytes = 20;

    private const int StepSeconds = 30;
    private const int Grace = 1;

    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / StepSeconds;

    /// <param name="digits">Six; eight in the vectors of the RFC.</param>
    public static string Code(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> moment = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(moment, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        // What every authenticator app speaks; the weakness of SHA-1 is in collisions, which an HMAC does not rest on.
#pragma warning disable CA5350 // The RFC's algorithm, see above.
        HMACSHA1.HashData(secret, moment, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue;
        var range = 1;
        for (var i = 0; i < digits; i++) range *= 10;
        return (number % range).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step a code belongs to, or null. Steps up to <paramref name="lastUsed"/> are spent: a code counts once.</summary>
    public static long? Match(ReadOnlySpan<byte> secret, string? code, DateTimeOffset now, long lastUsed)
    {
        var given = Encoding.UTF8.GetBytes(Digest(code));
        long? found = null;
        // Every step is compared, so that the time does not tell which one came near.
        for (var step = StepAt(now) - Grace; step <= StepAt(now) + Grace; step++)
        {
            var right = CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(Code(secret, step)));
            if (right && step > lastUsed) found ??= step;
        }
        return found;
    }

    /// <summary>What an authenticator app scans. Holds the secret: shown once, never logged.</summary>
    public static string Uri(string profile, string name, ReadOnlySpan<byte> secret)
    {
        var issuer = System.Uri.EscapeDataString($"PropBot {profile}");
        return $"otpauth://totp/{issuer}:{System.Uri.EscapeDataString(name)}?secret={Base32.Text(secret)}&issuer={issuer}&algorithm=SHA1&digits=6&period=30";
    }

    /// <summary>Apps show a code as <c>123 456</c>.</summary>
    private static string Digest(string? code) => (code ?? "").Replace(" ", "", StringComparison.Ordinal);
}
