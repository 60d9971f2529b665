using System.Runtime.CompilerServices;

namespace PropBot.Tidy.House;

/// <summary>The files a person wrote: everything under the root but build output, run-time data and fetched packages.</summary>
public static class Repository
{
    private static readonly string[] SkippedFolders = [".git", "artifacts", "bin", "obj", "data", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    private static readonly string[] TextEndings =
    [
        ".cs", ".cshtml", ".csproj", ".props", ".targets", ".sln", ".md", ".json", ".sql", ".sh", ".ts", ".js", ".css", ".html", ".yml", ".yaml",
        ".txt", ".tsv", ".bpmn", ".example", ".editorconfig", ".gitignore", ".gitattributes", "run", "LICENSE", "Dockerfile",
    ];

    private static readonly Lazy<IReadOnlyList<SourceFile>> Everything = new(ReadAll);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<SourceFile> Files => Everything.Value;

    public static bool Exists(string relative) => Path.Exists(Path.Combine(Root, relative));

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = new FileInfo(here).Directory; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PropBot.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"no PropBot.sln above {here}");
    }

    private static IReadOnlyList<SourceFile> ReadAll() =>
        [.. Walk(Root).Select(path => new SourceFile(Path.GetRelativePath(Root, path).Replace('\\', '/'), File.ReadAllText(path)))];

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            if (TextEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))) yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (SkippedFolders.Contains(Path.GetFileName(inner))) continue;
            foreach (var file in Walk(inner)) yield return file;
        }
    }
}
