using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>The workflow kernel decides and does nothing else: no clock, no I/O, no dice, nothing to wait for, nothing kept between steps (workflows §3).</summary>
public partial class KernelTests : HouseRule
{
    private const string Kernel = "src/PropBot.Workflows/Engine/Kernel/";

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp && file.Path.StartsWith(Kernel, StringComparison.Ordinal)
        from Match match in Impure().Matches(file.Code)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value.Trim()}': the kernel is a function of its arguments");

    [Fact]
    public void the_kernel_is_where_this_rule_looks() => Assert.Contains(Repository.Files, file => file.Path == Kernel + "FlowKernel.cs");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One(Kernel + "Walk.cs", "private static int count;"),
        One(Kernel + "Walk.cs", "private static Dictionary<string, int> Seen { get; set; } = [];"),
        One(Kernel + "Walk.cs", "private readonly TimeProvider clock;"),
        One(Kernel + "Walk.cs", "var now = DateTimeOffset.UtcNow;"),
        One(Kernel + "Walk.cs", "var dice = new Random(7);"),
        One(Kernel + "Walk.cs", "var text = File.ReadAllText(path);"),
        One(Kernel + "Walk.cs", "await Later();"),
        One(Kernel + "Walk.cs", "using PropBot.Trading.Ledger;"),
        One(Kernel + "Walk.cs", "var who = Environment.MachineName;"),
        One(Kernel + "Walk.cs", "var id = Guid.CreateVersion7();"),
        One(Kernel + "Walk.cs", "var text = CultureInfo.CurrentCulture.Name;"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One(Kernel + "Walk.cs", "public static readonly ByTokenThenNode Same = new(); // no clock, no Random"),
        One(Kernel + "Walk.cs", "public static Effects Refused(FlowRefusal why) => new(why, [], []);"),
        One("src/PropBot.Workflows/Engine/Pump/Pump.cs", "await clock.Delay();"),
    ];

    [GeneratedRegex(
        @"\bTimeProvider\b|\bUtcNow\b|\bNow\b|\bStopwatch\b|\bRandom\w*\b|\bGuid\b|\bEnvironment\b|\bFile\b|\bDirectory\b|\bConsole\b|\bHttp\w*\b|\bThread\w*\b"
        + @"|\bawait\b|\basync\b|\bTask<|\bPropBot\.Trading\b|\bCurrentCulture\b|\bCurrentUICulture\b|\bGetHashCode\(\)\s*%"
        + @"|\bstatic\s+(?!readonly\b|partial\b|class\b|abstract\b)[\w<>,.?\[\] ]+\s\w+\s*(?:=(?!>)|;|\{\s*get;\s*set;)")]
    private static partial Regex Impure();
}
