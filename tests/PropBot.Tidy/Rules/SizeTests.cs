using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>File at most 300 lines (architecture §3).</summary>
public class FileLengthTests : HouseRule
{
    private const int Wall = 300;

    private static readonly string[] Endings = [".cs", ".cshtml", ".ts", ".css", ".sh", ".sql"];

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where Endings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)) && file.Lines.Count > Wall
        select new Offence(file.Path, 0, $"{file.Lines.Count} lines; the wall is {Wall}: is that one room or three?");

    protected override IEnumerable<SourceFile[]> Offenders() => [One("src/PropBot.Trading/Orders/Long.cs", Rows(301))];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("src/PropBot.Trading/Orders/Long.cs", Rows(300)), One("docs/LONG.md", Rows(900))];

    private static string Rows(int count) => string.Concat(Enumerable.Repeat("// row\n", count));
}

/// <summary>Depth <c>src/&lt;Project&gt;/&lt;Room&gt;/&lt;Alcove&gt;/&lt;File&gt;</c> and no deeper.</summary>
public class DepthTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp || file.Path.EndsWith(".cshtml", StringComparison.Ordinal) || file.Path.EndsWith(".sql", StringComparison.Ordinal)
        where file.Path.Count(c => c == '/') > 4
        select new Offence(file.Path, 0, "deeper than project/room/alcove/file");

    protected override IEnumerable<SourceFile[]> Offenders() => [One("src/PropBot.Trading/Exchanges/Okx/Wire/Deep.cs", "")];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("src/PropBot.Trading/Exchanges/Okx/OkxWire.cs", "")];
}

/// <summary>At most 20 C# files a folder.</summary>
public class FolderSizeTests : HouseRule
{
    private const int Most = 20;

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from folder in files.Where(file => file.IsCSharp).GroupBy(file => file.Folder)
        where folder.Count() > Most
        select new Offence(folder.Key, 0, $"{folder.Count()} C# files; at most {Most}");

    protected override IEnumerable<SourceFile[]> Offenders() => [Files(21)];

    protected override IEnumerable<SourceFile[]> Neighbours() => [Files(20)];

    private static SourceFile[] Files(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new SourceFile($"src/PropBot.Trading/Orders/File{i}.cs", ""))];
}
