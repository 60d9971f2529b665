using System.Security.Cryptography;
using System.Text;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>Lower-case hex HMAC-SHA256 over the exact bytes that leave (wire protocols 1.2). Keeps the secret's bytes until the credential changes.</summary>
internal sealed class BinanceSigner(ICredentialSource credentials)
{
    public const int SignatureLength = 64;

    private volatile Ready? ready;

    /// <summary>The credential of this moment (R42), with its secret as bytes.</summary>
    public Ready Current()
    {
        var now = credentials.For(Instruments.Venue.Binance);
        if (ready is { } known && ReferenceEquals(known.Credential, now)) return known;
        return ready = new Ready(now, Encoding.UTF8.GetBytes(now.Secret));
    }

    public string Sign(string totalParameters)
    {
        Span<byte> hex = stackalloc byte[SignatureLength];
        Sign(Current().Secret, Encoding.UTF8.GetBytes(totalParameters), hex);
        return Encoding.ASCII.GetString(hex);
    }

    public static void Sign(byte[] secret, ReadOnlySpan<byte> totalParameters, Span<byte> hex)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, totalParameters, hash);
        Convert.TryToHexStringLower(hash, hex, out _);
    }

    internal sealed record Ready(Credential Credential, byte[] Secret);
}
