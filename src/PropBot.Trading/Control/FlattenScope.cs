namespace PropBot.Trading.Control;

/// <summary>What a kill closes beside cancelling every order (R3).</summary>
public enum FlattenScope
{
    None = 0,

    /// <summary>Equal quantities of both legs, while both venues answer: nothing becomes naked by it.</summary>
    Matched = 1,

    /// <summary>Every leg on each venue by itself, unmatched ones and those of a hedge whose other venue is dark included.</summary>
    EachVenue = 2,
}

public static class FlattenScopes
{
    public static string Word(this FlattenScope scope) => scope switch
    {
        FlattenScope.None => "none",
        FlattenScope.Matched => "matched",
        FlattenScope.EachVenue => "each_venue",
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, "a scope without a word"),
    };

    public static bool TryParse(string word, out FlattenScope scope)
    {
        foreach (var known in Enum.GetValues<FlattenScope>())
        {
            scope = known;
            if (known.Word() == word) return true;
        }

        scope = FlattenScope.None;
        return false;
    }
}
