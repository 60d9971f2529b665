namespace PropBot.VenueSimulator.Faults;

/// <summary>A plan of faults: a file of JSON lines, each a rule with <c>at_ms</c> from the start; empty lines and lines that begin with <c>#</c> are passed over.</summary>
public static class FaultScript
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">A line is no rule; the message names every such line and what is wrong with it.</exception>
    public static IReadOnlyList<FaultRule> Load(string path) => Parse(File.ReadAllLines(path), path);

    /// <param name="source">What the lines are called in a message.</param>
    /// <exception cref="InvalidDataException">A line is no rule.</exception>
    public static IReadOnlyList<FaultRule> Parse(IEnumerable<string> lines, string source)
    {
        var rules = new List<FaultRule>();
        var problems = new List<string>();
        foreach (var (number, line) in lines.Index())
        {
            if (line.Trim() is "" or ['#', ..]) continue;
            var (read, wrong) = FaultText.Parse(line, venue: null);
            rules.AddRange(read);
            problems.AddRange(wrong.Select(w => $"{source} line {number + 1}: {w}"));
        }

        return problems.Count == 0 ? rules : throw new InvalidDataException(string.Join(Environment.NewLine, problems));
    }
}
