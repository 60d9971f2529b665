using System.Security.Cryptography;
using System.Text;

namespace PropBot.Workflows.Approvals;

/// <summary>SHA-256 of a token. Tokens themselves are never kept; comparing takes the same time wherever they differ.</summary>
public sealed class TokenHash
{
    private readonly byte[] hash;

    private TokenHash(byte[] hash) => this.hash = hash;

    public static TokenHash Of(string token) => new(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Reads what <see cref="Hex"/> wrote.</summary>
    public static TokenHash Parse(string hex) => new(Convert.FromHexString(hex));

    public string Hex => Convert.ToHexStringLower(hash);

    public bool Matches(TokenHash other) => CryptographicOperations.FixedTimeEquals(hash, other.hash);

    public override string ToString() => "TokenHash(***)";
}
