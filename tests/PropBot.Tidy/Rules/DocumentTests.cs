using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Every relative link in a document leads somewhere.</summary>
public partial class LinkTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path.EndsWith(".md", StringComparison.Ordinal)
        from Match match in Link().Matches(file.Text)
        let target = match.Groups["target"].Value.Split('#')[0]
        where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
        let resolved = Resolve(file.Folder, target)
        where !files.Any(other => other.Path == resolved || other.Path.StartsWith(resolved + "/", StringComparison.Ordinal)) && !Repository.Exists(resolved)
        select new Offence(file.Path, file.LineAt(match.Index), $"the link to {target} leads nowhere");

    protected override IEnumerable<SourceFile[]> Offenders() => [One("docs/A.md", "see [the plan](PLAN_THAT_NOBODY_WROTE.md)")];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        [new("docs/A.md", "see [b](adr/B.md#context), [root](../LIES.md), [far](https://example.org), [here](#below), [folder](adr)"), new("docs/adr/B.md", ""), new("LIES.md", "")],
    ];

    private static string Resolve(string folder, string target)
    {
        var parts = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in target.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not "." and not "..") parts.Add(part);
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\[[^\]\n]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}

/// <summary>The index "Where do I change …?" names files that exist: a code path in ARCHITECTURE is a promise.</summary>
public partial class IndexTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.Path == "docs/ARCHITECTURE.md"
        from Match match in CodePath().Matches(file.Text)
        let path = match.Groups["path"].Value.TrimEnd('/')
        where !files.Any(other => other.Path == path || other.Path.StartsWith(path + "/", StringComparison.Ordinal))
        select new Offence(file.Path, file.LineAt(match.Index), $"{path} does not exist");

    protected override IEnumerable<SourceFile[]> Offenders() => [One("docs/ARCHITECTURE.md", "the edge is in `src/PropBot.Trading/Opportunities/Gone.cs`")];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
        [[new("docs/ARCHITECTURE.md", "`src/A/B.cs`, `src/A`, `tests/<Project>/x`"), new("src/A/B.cs", "")]];

    [GeneratedRegex("`(?<path>(?:src|tests|bench|docs|workflows|deploy)/[\\w./-]+)`")]
    private static partial Regex CodePath();
}
