using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>A warning that is silenced has a sentence beside it.</summary>
public partial class SuppressionTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        files.Where(file => file.IsCSharp).SelectMany(InCode).Concat(files.Where(file => file.Path == ".editorconfig").SelectMany(InEditorConfig));

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Web/Program.cs", "var a = 1;\n#pragma warning disable CA1000\n"),
        One("src/PropBot.Web/Program.cs", "[SuppressMessage(\"Design\", \"CA1000\")]\nclass A;"),
        One(".editorconfig", "[*.cs]\ndotnet_diagnostic.CA1000.severity = none\n"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.Web/Program.cs", "#pragma warning disable CA1000 // The signature is given by the framework.\n"),
        One("src/PropBot.Web/Program.cs", "// The signature is given by the framework.\n#pragma warning disable CA1000\n"),
        One("src/PropBot.Web/Program.cs", "[SuppressMessage(\"Design\", \"CA1000\", Justification = \"The framework gives the signature.\")]\nclass A;"),
        One(".editorconfig", "[*.cs]\n# Texts for machines are literals.\ndotnet_diagnostic.CA1000.severity = none\ndotnet_diagnostic.CA1001.severity = none\n"),
    ];

    private static IEnumerable<Offence> InCode(SourceFile file)
    {
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var line = file.Lines[i].TrimStart();
            var above = i > 0 ? file.Lines[i - 1].TrimStart() : "";
            var isPragma = line.StartsWith("#pragma warning disable", StringComparison.Ordinal);
            if (isPragma && !line.Contains("//", StringComparison.Ordinal) && !above.StartsWith("//", StringComparison.Ordinal))
                yield return new Offence(file.Path, i + 1, "silences a warning without a reason");
        }

        foreach (Match match in Attribute().Matches(file.CodeAndComments))
        {
            if (!match.Value.Contains("Justification", StringComparison.Ordinal))
                yield return new Offence(file.Path, file.LineAt(match.Index), "SuppressMessage without Justification");
        }
    }

    private static IEnumerable<Offence> InEditorConfig(SourceFile file)
    {
        var explained = false;
        for (var i = 0; i < file.Lines.Count; i++)
        {
            var line = file.Lines[i].Trim();
            if (line.StartsWith('#')) explained = true;
            else if (!line.EndsWith("severity = none", StringComparison.Ordinal)) explained = false;
            else if (!explained) yield return new Offence(file.Path, i + 1, $"'{line}' has no sentence above it");
        }
    }

    [GeneratedRegex(@"\[(?:assembly:\s*)?SuppressMessage\([^\]]*\]")]
    private static partial Regex Attribute();
}

/// <summary>No path of one machine and no package host gets into the repository.</summary>
public partial class MachineTraceTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        from Match match in Traces().Matches(file.Text)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value}' belongs to one machine or to a package host");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("docs/A.md", "see /wo" + "rk/main/README.md"),
        One("package-lock.json", "\"resolved\": \"https://registry.npm" + "js.org/htmx\""),
        One("nuget.config", "https://api.nuget" + ".org/v3/index.json"),
        One("test.sh", "cd /ro" + "ot/propbot"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("docs/A.md", "network/main and work/main and https://fapi.binance.com")];

    [GeneratedRegex(@"(?<![\w./-])/(?:work|root|home)/|\bnuget\.org\b|\bregistry\.npmjs\b|\bpkgs\.dev\.azure\b", RegexOptions.IgnoreCase)]
    private static partial Regex Traces();
}
