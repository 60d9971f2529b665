namespace PropBot.Trading.Settings;

/// <summary>Finds the setting someone probably meant: a typo must not pass as "not set".</summary>
internal static class NearMiss
{
    private const int Most = 2;
    private const int ShortestName = 6;

    /// <summary>The known name within two edits of <paramref name="name"/>, or null. Short names are left alone: they are near to everything.</summary>
    public static string? Of(string name)
    {
        if (name.Length < ShortestName) return null;
        return SettingRegistry.KnownNames
            .Where(known => known.Length >= ShortestName && Math.Abs(known.Length - name.Length) <= Most)
            .Select(known => (known, distance: Distance(known, name)))
            .Where(pair => pair.distance is > 0 and <= Most)
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.known, StringComparer.Ordinal)
            .Select(pair => pair.known).FirstOrDefault();
    }

    /// <summary>Edits (insert, delete, replace, swap of neighbours) between two names.</summary>
    internal static int Distance(string left, string right)
    {
        var rows = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = rows[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(replaced, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[left.Length, right.Length];
    }
}
