using System.Globalization;

namespace PropBot.Bench;

/// <summary>Files in order, and <c>--name value</c> pairs.</summary>
internal sealed record BenchArguments(IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Options)
{
    public static BenchArguments Of(ReadOnlySpan<string> words)
    {
        var files = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].StartsWith("--", StringComparison.Ordinal) && i + 1 < words.Length) options[words[i][2..]] = words[++i];
            else files.Add(words[i]);
        }

        return new BenchArguments(files, options);
    }

    public int Number(string name, int otherwise) =>
        Options.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
