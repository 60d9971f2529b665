using System.Security.Cryptography;
using System.Text;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>base64(HMAC-SHA256(secret, timestamp + METHOD + requestPath with query + body)), wire-protocols §2.2.</summary>
public static class OkxSignature
{
    public const string LoginPath = "/users/self/verify";

    public static string Of(string secret, string timestamp, string method, string requestPath, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(timestamp + method.ToUpperInvariant() + requestPath);
        var prehash = new byte[head.Length + body.Length];
        head.CopyTo(prehash, 0);
        body.CopyTo(prehash.AsSpan(head.Length));
        return Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), prehash));
    }

    /// <summary>The login signature of a WebSocket; the timestamp is in seconds (§2.8.2).</summary>
    public static string OfLogin(string secret, string timestampSeconds) => Of(secret, timestampSeconds, "GET", LoginPath, []);

    public static bool Same(string expected, string given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(given));
}
