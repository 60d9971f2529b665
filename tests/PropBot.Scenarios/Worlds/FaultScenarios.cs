using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using PropBot.Testing.Worlds;
using Xunit.Abstractions;

namespace PropBot.Scenarios.Worlds;

/// <summary>
/// Ten minutes of trouble per seed: lost requests and replies, delays, silence, cut and dark lines, bans, full disks, wrong clocks, kill -9.
/// Afterwards no order is there twice, no fill is lost, the ledger equals the venues' books to the last digit, and nothing stood naked
/// beyond its bound.
/// </summary>
public class FaultScenarios(ITestOutputHelper output)
{
    private const string Again = "dotnet test tests/PropBot.Scenarios -c Release --filter FullyQualifiedName~the_seed_of_the_environment";

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(11)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(25)]
    [InlineData(31)]
    [InlineData(34)]
    [InlineData(104)]
    public async Task the_desk_keeps_its_promises_under_the_faults_of_a_seed(int seed) => Judge(await SeededRun.Of(seed));

    [Fact]
    public async Task the_seed_of_the_environment_keeps_its_promises() =>
        Judge(await SeededRun.Of(int.TryParse(Environment.GetEnvironmentVariable("PROPBOT_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var named) ? named : 1));

    [Fact, Trait("Category", "Long")]
    public void two_hundred_seeds_keep_their_promises()
    {
        var bad = new ConcurrentBag<RunReport>();
        Parallel.For(1, 201, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, seed =>
        {
            var report = SeededRun.Of(seed).GetAwaiter().GetResult();
            if (report.Problems.Count > 0) bad.Add(report);
        });
        Assert.True(bad.IsEmpty, string.Join("\n\n", bad.OrderBy(r => r.Seed).Select(Words)));
    }

    private void Judge(RunReport report)
    {
        output.WriteLine($"seed {report.Seed}: {report.Figures}");
        Assert.True(report.Problems.Count == 0, Words(report));
    }

    private static string Words(RunReport report)
    {
        var log = Path.Combine(Path.GetTempPath(), $"propbot-seed-{report.Seed}.log");
        File.WriteAllLines(log, [.. report.Problems, report.Schedule.ToString(), .. report.Log]);
        var text = new StringBuilder().AppendLine($"seed {report.Seed}: {report.Figures}");
        foreach (var problem in report.Problems) text.AppendLine($"  {problem}");
        text.AppendLine("faults:").AppendLine(report.Schedule.ToString());
        text.AppendLine($"the whole log: {log}").Append($"again: PROPBOT_SEED={report.Seed} {Again}");
        return text.ToString();
    }
}
