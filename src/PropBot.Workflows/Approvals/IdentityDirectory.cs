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

    /// <summary>Who presents this token, or null when nobody known does.</summary>
    public Identity? Find(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        var asked = TokenHash.Of(token);
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
