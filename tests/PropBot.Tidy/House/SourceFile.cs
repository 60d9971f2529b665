namespace PropBot.Tidy.House;

/// <summary>One file of the repository. <paramref name="Path"/> is relative to the root and written with '/'.</summary>
public sealed record SourceFile(string Path, string Text)
{
    private string[]? lines;
    private string? code;
    private string? withoutStrings;

    public IReadOnlyList<string> Lines => lines ??= Text.TrimEnd('\n').Split('\n');

    /// <summary>The text with comments and the insides of string literals blanked; same length, same lines.</summary>
    public string Code => code ??= CodeText.Blank(Text, commentsToo: true);

    /// <summary>As <see cref="Code"/>, but comments stay.</summary>
    public string CodeAndComments => withoutStrings ??= CodeText.Blank(Text, commentsToo: false);

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public string Folder => Path.Contains('/') ? Path[..Path.LastIndexOf('/')] : "";

    public int LineAt(int index) => Text.AsSpan(0, index).Count('\n') + 1;
}

/// <summary>A rule of the house broken at one place.</summary>
public sealed record Offence(string Path, int Line, string What)
{
    public override string ToString() => Line > 0 ? $"{Path}:{Line}: {What}" : $"{Path}: {What}";
}
