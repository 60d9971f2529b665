using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>OKX signatures: base64(HMAC-SHA256(secret, timestamp + METHOD + requestPath + body)) over the exact bytes sent (§2.2).</summary>
internal static class OkxSigner
{
    /// <summary>UTC with milliseconds, e.g. <c>2020-12-08T09:08:57.715Z</c>.</summary>
    public static string Timestamp(DateTimeOffset venueTime) =>
        venueTime.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Sign(string secret, ReadOnlySpan<byte> prehash)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Span<byte> key = stackalloc byte[256];
        if (!Encoding.UTF8.TryGetBytes(secret, key, out var length)) throw new ArgumentException("the API secret is longer than 256 bytes", nameof(secret));
        HMACSHA256.HashData(key[..length], prehash, hash);
        key.Clear();
        return Convert.ToBase64String(hash);
    }

    /// <summary>The login signature of the private stream; the timestamp is in whole seconds (§2.8.2).</summary>
    public static string SignLogin(string secret, string seconds) => Sign(secret, Encoding.ASCII.GetBytes(seconds + "GET/users/self/verify"));
}
