using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PropBot.Trading.Ledger;

/// <summary>One numbered step of the schema, <c>NNN_name.sql</c>. Once released it is never edited; a change is a new number.</summary>
public sealed record SchemaScript(int Number, string Name, string Sql)
{
    /// <summary>Over the text with <c>\n</c> line ends, so that a checkout on another system is the same script.</summary>
    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    public string FileName => string.Create(CultureInfo.InvariantCulture, $"{Number:000}_{Name}.sql");

    /// <summary>The scripts embedded in <paramref name="assembly"/> under a folder <c>Ledger/Scripts</c> or <c>Scripts</c>, by number.</summary>
    public static IReadOnlyList<SchemaScript> Embedded(Assembly assembly) =>
        [.. assembly.GetManifestResourceNames().Where(IsScript).Select(name => Load(assembly, name)).OrderBy(script => script.Number)];

    private static bool IsScript(string resource) =>
        resource.EndsWith(".sql", StringComparison.Ordinal) && resource.Contains(".Scripts.", StringComparison.Ordinal);

    private static SchemaScript Load(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var file = resource[(resource.LastIndexOf(".Scripts.", StringComparison.Ordinal) + ".Scripts.".Length)..^".sql".Length];
        var cut = file.IndexOf('_', StringComparison.Ordinal);
        if (cut < 1 || !int.TryParse(file.AsSpan(0, cut), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            throw new LedgerBrokenException($"{resource} is not named NNN_name.sql; rename it.");
        return new SchemaScript(number, file[(cut + 1)..], reader.ReadToEnd());
    }
}
