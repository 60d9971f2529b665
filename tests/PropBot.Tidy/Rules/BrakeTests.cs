using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Whatever stops, blocks or refuses stands in tests/brakes.tsv, the table that a test run fills in: guards, HOLD reasons, blocks, refusal codes.</summary>
public partial class BrakeTests : HouseRule
{
    private const string Table = "tests/brakes.tsv";

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var rows = files.Where(file => file.Path == Table).SelectMany(file => file.Lines).Select(line => line.Split('\t')).ToList();
        foreach (var file in files.Where(file => file.IsCSharp && file.Path.StartsWith("src/PropBot.Trading/", StringComparison.Ordinal)))
        {
            // The guards hand their codes on among themselves, so any word there that names no number counts.
            var kinds = file.Path.StartsWith("src/PropBot.Trading/Risk/Guards/", StringComparison.Ordinal) ? Kinds().Append(("refusal", AnyWord())) : Kinds();
            foreach (var (kind, pattern) in kinds)
            {
                foreach (Match match in pattern.Matches(file.Text))
                {
                    var word = Word(match.Groups[1].Value, file);
                    if (word is null || rows.Exists(row => Has(row, kind, word))) continue;
                    yield return new Offence(file.Path, file.LineAt(match.Index), $"{kind} '{word}' has no row in {Table}");
                }
            }
        }
    }

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        House("mode.EngageHold(\"new_reason\", \"x\", \"desk\");"),
        House("mode.EngageHold($\"new_reason:{what}\", \"x\", \"desk\");"),
        House("const string Breach = \"new_reason\"; void F() => mode.EngageHold(Breach, \"x\", \"desk\");"),
        House("new RiskRefusal(\"x\", \"y\") { HoldReason = \"new_reason\" };"),
        House("new Block(\"new_block\", \"text\");"),
        House("new RiskRefusal(\"new_code\", \"text\");"),
        House("RiskRefusal.CannotEvaluate(\"new_code\", \"text\");"),
        House("new(\"new_guard\", StateGuard.Check),"),
        House("Above(\"new_code\", \"MAX\")", "src/PropBot.Trading/Risk/Guards/A.cs"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        House("mode.EngageHold(\"known\", \"x\", \"desk\");"),
        House("mode.EngageHold($\"known:{what}\", \"x\", \"desk\");"),
        House("mode.EngageHold(command.Reason, \"x\", \"desk\");"),
        House("new Block(\"known\", \"text\"); new RiskRefusal(\"known\", \"text\"); new(\"known\", StateGuard.Check),"),
        House("new RiskNumber(\"seconds_left\", 1m, \"s\")", "src/PropBot.Trading/Risk/Guards/A.cs"),
    ];

    // A row covers "known" and, written "known:*", whatever follows the colon; a word with a hole is known by its beginning.
    private static bool Has(string[] row, string kind, string word) => kind switch
    {
        "guard" => row[0] == "guard" && row[1] == word,
        "refusal" => row[0] is "guard" or "hold" && row[3].Split(' ').Any(answer => Covers(answer, word)),
        _ => row[0] == kind && Covers(row[3], word),
    };

    private static bool Covers(string answer, string word) => word.EndsWith('*')
        ? answer.StartsWith(word[..^1], StringComparison.Ordinal)
        : answer == word || (answer.EndsWith(":*", StringComparison.Ordinal) && word.StartsWith(answer[..^1], StringComparison.Ordinal));

    private static IEnumerable<(string Kind, Regex Pattern)> Kinds() =>
        [("hold", Held()), ("hold", Reason()), ("block", Blocked()), ("refusal", Refusal()), ("refusal", Unknown()), ("guard", Guard())];

    /// <summary>A literal, or the constant of that name in the same file; null for what merely passes a reason on.</summary>
    private static string? Word(string found, SourceFile file)
    {
        if (found.StartsWith('"')) return Literal(found);
        if (found.StartsWith("$\"", StringComparison.Ordinal)) return Literal(found[1..]);
        var constant = Regex.Match(file.Text, $@"const string {Regex.Escape(found)} = (""[^""]+"")");
        return constant.Success ? Literal(constant.Groups[1].Value) : null;
    }

    private static string Literal(string quoted)
    {
        var inner = quoted.Trim('"');
        return inner.Contains('{', StringComparison.Ordinal) ? inner[..inner.IndexOf('{', StringComparison.Ordinal)] + "*" : inner;
    }

    private static SourceFile[] House(string code, string path = "src/PropBot.Trading/Desk/A.cs") =>
    [
        new SourceFile(path, code),
        new SourceFile(Table, "hold\tx\tR1\tknown\tA.b\nhold\tx\tR1\tknown:*\tA.b\nguard\tknown\tR1\tknown\tA.b\nblock\tx\tR1\tknown\tA.b\nguard\tx\tR1\tx\tA.b\n"),
    ];

    [GeneratedRegex(@"EngageHold\(\s*(\$?""[^""]+""|[A-Za-z_.]+)\s*,")]
    private static partial Regex Held();

    [GeneratedRegex(@"HoldReason = (\$?""[^""]+"")")]
    private static partial Regex Reason();

    [GeneratedRegex(@"new Block\(\s*(\$?""[^""]+"")")]
    private static partial Regex Blocked();

    [GeneratedRegex(@"RiskRefusal(?:\s+\w+\s*=\s*new)?\(\s*(\$?""[^""]+"")")]
    private static partial Regex Refusal();

    [GeneratedRegex(@"(?<!RiskNumber\()(""[a-z]+(?:_[a-z]+)+"")")]
    private static partial Regex AnyWord();

    [GeneratedRegex(@"RiskRefusal\.CannotEvaluate\(\s*(\$?""[^""]+"")")]
    private static partial Regex Unknown();

    [GeneratedRegex(@"new\((""[a-z_]+""), \w+Guards?\.\w+\)")]
    private static partial Regex Guard();
}
