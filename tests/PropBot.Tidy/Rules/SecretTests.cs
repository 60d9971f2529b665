using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Whatever somebody must prove is compared in constant time (R11): never with == or a sequence comparison where people are checked.</summary>
public partial class SecretTests : HouseRule
{
    private static readonly string[] Watched = ["src/PropBot.Workflows/Approvals/", "src/PropBot.Web/Access/", "src/PropBot.Web/Dashboard/", "src/PropBot.Web/Startup/"];

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp && Watched.Any(room => file.Path.StartsWith(room, StringComparison.Ordinal))
        from Match match in Comparison().Matches(file.Code)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value.Trim()}' compares a secret in a time that tells how much was right; use TokenHash.Matches or FixedTimeEquals");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Web/Access/A.cs", "if (given == expectedToken) return true;"),
        One("src/PropBot.Web/Access/A.cs", "if (session.Csrf != shown) return;"),
        One("src/PropBot.Workflows/Approvals/A.cs", "if (approveToken == given) return true;"),
        One("src/PropBot.Workflows/Approvals/A.cs", "return hash.SequenceEqual(other);"),
        One("src/PropBot.Workflows/Approvals/A.cs", "return string.Equals(secret, given, StringComparison.Ordinal);"),
        One("src/PropBot.Workflows/Approvals/A.cs", "return tokenHash.Equals(given);"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.Web/Access/A.cs", "if (token == null || token.Length == 0) return;"),
        One("src/PropBot.Web/Access/A.cs", "return CryptographicOperations.FixedTimeEquals(csrf, shown);"),
        One("src/PropBot.Trading/Exchanges/A.cs", "if (element == token) return;"),
        One("src/PropBot.Workflows/Approvals/A.cs", "if (kept.Matches(given)) return; if (tokens != 0) return; if (refused.Code == other.Code) return;"),
    ];

    // Of a comparison either side may be the secret; a literal or null on the other side compares no proof.
    [GeneratedRegex("""
        \b\w*(?:[tT]oken|[cC]srf|[sS]ecret|[hH]ash)(?:\.Hex)?\s*[!=]=(?!\s*(?:null|default|"|\d|'))
        |[!=]=\s*\w*\.?\w*(?:[tT]oken|[cC]srf|[sS]ecret|[hH]ash)(?:\.Hex)?\b(?![.(\w])
        |\.SequenceEqual\s*\(
        |\b\w*(?:[tT]oken|[cC]srf|[sS]ecret|[hH]ash)\.Equals\s*\(
        |string\.Equals\s*\(\s*\w*(?:[tT]oken|[cC]srf|[sS]ecret|[hH]ash)\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();
}
