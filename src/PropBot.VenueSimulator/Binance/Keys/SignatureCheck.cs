using System.Security.Cryptography;
using System.Text;
using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Keys;

public enum KeyKind
{
    Hmac,
    Rsa,
    Ed25519,
}

/// <summary>Checks a signature by the account's key (wire-protocols §1.2): a plain secret is an HMAC key; a PEM public key is an RSA or Ed25519 one.</summary>
public sealed class SignatureCheck
{
    private const string PemBegin = "-----BEGIN PUBLIC KEY-----";
    private static readonly byte[] Ed25519Header = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
    private readonly string secret;
    private readonly byte[] publicKey;

    public SignatureCheck(string secret)
    {
        this.secret = secret.Trim();
        publicKey = this.secret.StartsWith(PemBegin, StringComparison.Ordinal) ? Body(this.secret) : [];
        Kind = publicKey.Length == 0 ? KeyKind.Hmac : publicKey.AsSpan().StartsWith(Ed25519Header) ? KeyKind.Ed25519 : KeyKind.Rsa;
    }

    public KeyKind Kind { get; }

    /// <param name="signature">Hex in either case for HMAC, base64 for the others.</param>
    public bool Fits(string signed, string signature)
    {
        var message = Encoding.UTF8.GetBytes(signed);
        if (Kind == KeyKind.Hmac)
        {
            var right = BinanceText.Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
            return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(right), Encoding.UTF8.GetBytes(signature.ToLowerInvariant()));
        }

        // A plus sign that was not percent-encoded arrives as a blank.
        var given = new byte[signature.Length];
        if (!Convert.TryFromBase64String(signature.Replace(' ', '+'), given, out var length)) return false;
        return Kind == KeyKind.Ed25519 ? Ed25519.Fits(publicKey[Ed25519Header.Length..], message, given[..length]) : RsaFits(message, given[..length]);
    }

    private bool RsaFits(byte[] message, byte[] signature)
    {
        using var rsa = RSA.Create();
        rsa.ImportSubjectPublicKeyInfo(publicKey, out _);
        return rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    private static byte[] Body(string pem) =>
        Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal)).Select(line => line.Trim())));
}
