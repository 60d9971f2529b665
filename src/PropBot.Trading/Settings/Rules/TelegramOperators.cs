using System.Globalization;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Reads <c>&lt;user id&gt;:&lt;operator&gt;</c> pairs (R9). Whether the operators exist is for the ledger to say.</summary>
internal static class TelegramOperators
{
    public static (IReadOnlyDictionary<long, string> People, IReadOnlyList<string> Problems) Read(IReadOnlyList<string> entries)
    {
        var people = new Dictionary<long, string>();
        List<string> problems = [];
        foreach (var entry in entries)
        {
            var cut = entry.IndexOf(':', StringComparison.Ordinal);
            var name = cut < 0 ? "" : entry[(cut + 1)..].Trim();
            if (!long.TryParse(cut < 0 ? entry : entry[..cut].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id == 0)
                problems.Add($"'{entry}' does not begin with the number of a Telegram user; write <user id>:<operator>");
            else if (name.Length == 0) problems.Add($"{id} is mapped to nobody; write {id}:<operator> (R9)");
            else if (!people.TryAdd(id, name)) problems.Add($"{id} is there twice; one account is one person (R9)");
        }

        return (people, problems);
    }
}
