using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Every guard and alarm of the operator's runbook and of the contract's section 7 is a line of tests/brakes.sources.tsv, and has a row with tests in tests/brakes.tsv.</summary>
public class DemandTests : HouseRule
{
    private const string Demands = "tests/brakes.sources.tsv";
    private const string Rows = "tests/brakes.tsv";
    private static readonly string[] WithoutRow = ["read", "later"];

    /// <summary>The runbook's sections that speak of a guard or an alarm, and every part of the contract's section 7.</summary>
    private static readonly string[] Sources =
    [
        "runbook: Startup validation", "runbook: Going live", "runbook: Autopilot mode", "runbook: 24/7 monitoring", "runbook: Risk governor", "runbook: Auto-throttle",
        "runbook: Edge Guard", "runbook: State Desync", "runbook: Incident response", "runbook: Dashboard", "runbook: Strategy Orchestrator", "runbook: Risk snapshot",
        "runbook: Liquidity", "runbook: Best venue routing", "runbook: Risk Advisor", "runbook: CapitalManager", "runbook: Crash / Restart recovery", "runbook: Partial hedges",
        "runbook: Two-man approval", "runbook: Safety / Controls", "runbook: 1 Daily health check", "runbook: 2 Risk and pause", "runbook: 4 Limits and parameters", "runbook: Positions and PnL",
        .. Enumerable.Range(1, 21).Select(part => $"contract 7.{part}"), "contract 7.8b",
    ];

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var rows = Lines(files, Rows);
        var demands = Lines(files, Demands);
        foreach (var (row, test) in rows.Where(row => row.Length == 5).SelectMany(row => row[4].Split(" ; ").Select(test => (row, test))))
            if (test.Length > 0 && !Exists(files, test)) yield return new Offence(Rows, 1, $"{row[0]} {row[1]}: no test is called '{test}'");
        foreach (var missing in Sources.Except(demands.Select(demand => demand[0]), StringComparer.Ordinal)) yield return new Offence(Demands, 1, $"nothing is demanded by '{missing}'");
        foreach (var demand in demands)
        {
            if (demand.Length != 4) yield return new Offence(Demands, 1, $"'{string.Join(' ', demand)}' has not four columns");
            else if (!Sources.Contains(demand[0])) yield return new Offence(Demands, 1, $"'{demand[0]}' is no source this test knows");
            else if (!WithoutRow.Contains(demand[2]) && !rows.Exists(row => Answers(row, demand))) yield return new Offence(Demands, 1, $"{demand[0]}, {demand[1]}: no {demand[2]} '{demand[3]}' in {Rows}");
        }
    }

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        House("guard\tx\tR1\tother\tA.b"),
        House("hold\tx\tR1\tknown\tA.b"),
        House("guard\tx\tR1\tknown\t"),
        [.. House("guard\tx\tR1\tknown\tA.b"), new SourceFile(Rows, "guard\ty\tR1\ty\tB.b\n")],
        [.. House("guard\tx\tR1\tknown\tA.b"), new SourceFile(Rows, "guard\ty\tR1\ty\tA.c\n")],
        [new SourceFile(Rows, "guard\tx\tR1\tknown\tA.b\n"), new SourceFile(Demands, "contract 7.1\tsomething\tguard\tknown\n")],
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() => [House("guard\tx\tR1\tother known\tA.b")];

    /// <summary>A row names "Class." or the beginning of "Class.method", perhaps with the first argument.</summary>
    private static bool Exists(IReadOnlyList<SourceFile> files, string test)
    {
        var name = test.Split('(')[0].Split('.');
        return name.Length == 2 && files.Any(file => file.IsCSharp && file.Path.StartsWith("tests/", StringComparison.Ordinal) && file.Text.Contains($" class {name[0]}", StringComparison.Ordinal)
            && (file.Text.Contains($" void {name[1]}", StringComparison.Ordinal) || file.Text.Contains($" Task {name[1]}", StringComparison.Ordinal)));
    }

    private static bool Answers(string[] row, string[] demand) =>
        row.Length == 5 && row[0] == demand[2] && row[4].Length > 0 && (row[3] == demand[3] || row[3].Split(' ').Contains(demand[3], StringComparer.Ordinal));

    private static List<string[]> Lines(IReadOnlyList<SourceFile> files, string path) =>
        [.. files.Where(file => file.Path == path).SelectMany(file => file.Lines).Where(line => line.Length > 0).Select(line => line.Split('\t'))];

    private static SourceFile[] House(string row) =>
        [new SourceFile("tests/A.cs", "public class A { public void b() {} }"), new SourceFile(Rows, row + "\n"), new SourceFile(Demands, string.Concat(Sources.Select(source => $"{source}\tsomething\tguard\tknown\n")))];
}
