using System.Text;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Bpmn;

/// <summary>The files of <c>workflows/</c>, as they stand in the repository.</summary>
internal static class Files
{
    public static string Folder { get; } = Path.Combine(Root(), "workflows");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.bpmn").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name + ".bpmn"));

    public static ParseResult Parsed(string name) => Parse(Text(name));

    public static Graph Graph(string name) => Assert.Single(Parsed(name).Graphs);

    public static ParseResult Parse(string xml) => BpmnParser.Parse(Encoding.UTF8.GetBytes(xml));

    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PropBot.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
