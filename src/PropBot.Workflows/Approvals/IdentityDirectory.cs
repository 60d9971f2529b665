namespace PropBot.Workflows.Approvals;

/// <summary>One person with the hash of one valid token.</summary>
public sealed record KnownToken(TokenHash Hash, Identity Identity);

/// <summary>
/// Token → identity, from memory only: the emergency doors must open with the database down (R4). The list is replaced whole, never changed.
/// </summary>
public sealed class IdentityDirectory(IEnumerable<KnownToken> known)
{
    /// <summary>The shared token's name; no operator may carry it.</summary>
    public const string SharedName = "api";

    private volatile KnownToken[] tokens = [.. known];

    public IReadOnlyList<KnownToken> All => tokens;

    /// <summary>How many different people may act; the shared token is none.</summary>
    public int Operators => tokens.Where(one => one.Identity is { MayAct: true, Shared: false }).Select(one => one.Identity.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count();

    /// <summary>Who presents this token, or null when nobody known does.</summary>
    public Identity? Find(string? token) => string.IsNullOrEmpty(token) ? null : HolderOf(TokenHash.Of(token));

    public Identity? HolderOf(TokenHash asked)
    {
        Identity? found = null;
        // All are compared, so that the time does not tell which one came near.
        foreach (var one in tokens)
        {
            if (one.Hash.Matches(asked)) found ??= one.Identity;
        }
        return found;
    }

    /// <summary>True when an identity of this name is an operator now.</summary>
    public bool MayAct(string name) => tokens.Any(one => one.Identity.Name == name && one.Identity.MayAct);

    public void Replace(IEnumerable<KnownToken> known) => tokens = [.. known];
}
