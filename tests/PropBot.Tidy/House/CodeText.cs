using System.Text;

namespace PropBot.Tidy.House;

/// <summary>
/// A small reader of C# that knows where comments and strings are, so that a rule does not trip over a word in a sentence. Holes of
/// interpolated strings are blanked with their string: good enough for looking words up, and simple enough to trust.
/// </summary>
public static class CodeText
{
    public static string Blank(string text, bool commentsToo)
    {
        var result = new StringBuilder(text);
        var at = 0;
        while (at < text.Length)
        {
            var end = EndOfLiteral(text, at, out var isComment);
            if (end == at)
            {
                at++;
                continue;
            }

            if (!isComment || commentsToo) BlankOut(result, at, end);
            at = end;
        }

        return result.ToString();
    }

    private static void BlankOut(StringBuilder text, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (text[i] != '\n') text[i] = ' ';
        }
    }

    private static int EndOfLiteral(string text, int at, out bool isComment)
    {
        isComment = StartsWith(text, at, "//") || StartsWith(text, at, "/*");
        if (StartsWith(text, at, "//")) return IndexOrEnd(text, "\n", at);
        if (StartsWith(text, at, "/*")) return Math.Min(text.Length, IndexOrEnd(text, "*/", at) + 2);
        if (text[at] == '\'') return EndOfCharacter(text, at);
        if (text[at] == '"') return EndOfString(text, at);
        return at;
    }

    private static int EndOfCharacter(string text, int at)
    {
        var end = at + 1 < text.Length && text[at + 1] == '\\' ? text.IndexOf('\'', Math.Min(text.Length, at + 3)) : at + 2;
        return end > 0 && end < text.Length && text[end] == '\'' ? end + 1 : at;
    }

    private static int EndOfString(string text, int at)
    {
        var quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"') quotes++;
        if (quotes >= 3) return Math.Min(text.Length, IndexOrEnd(text, new string('"', quotes), at + quotes) + quotes);
        if (quotes == 2 && !IsVerbatim(text, at)) return at + 2;
        return IsVerbatim(text, at) ? EndOfVerbatim(text, at + 1) : EndOfPlain(text, at + 1);
    }

    private static bool IsVerbatim(string text, int quote) =>
        (quote > 0 && text[quote - 1] == '@') || (quote > 1 && text[quote - 1] == '$' && text[quote - 2] == '@');

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length)
        {
            if (text[at] != '"') at++;
            else if (StartsWith(text, at, "\"\"")) at += 2;
            else return at + 1;
        }

        return text.Length;
    }

    private static int EndOfPlain(string text, int at)
    {
        while (at < text.Length && text[at] != '\n')
        {
            if (text[at] == '"') return at + 1;
            at += text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at, text.Length);
    }

    private static int IndexOrEnd(string text, string word, int from)
    {
        if (from >= text.Length) return text.Length;
        var found = text.IndexOf(word, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found;
    }

    private static bool StartsWith(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;
}
