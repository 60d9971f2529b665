using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace PropBot.Bench.Messages;

/// <summary>Runs <see cref="ParseMessages"/> under BenchmarkDotNet, in this process: its usual way builds a project of its own, which needs a registry.</summary>
internal static class MessageBench
{
    public static int Run()
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(4).WithIterationCount(8).WithLaunchCount(1))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "propbot-bench"))
            .WithOptions(ConfigOptions.DisableOptimizationsValidator);
        var summary = BenchmarkRunner.Run<ParseMessages>(config);
        if (summary.HasCriticalValidationErrors || summary.Reports.Any(r => !r.Success))
        {
            Console.Error.WriteLine(string.Join('\n', summary.ValidationErrors.Select(e => e.Message)));
            return 1;
        }

        foreach (var kind in Enum.GetValues<VenueMessage>()) Console.WriteLine(Line(summary, kind));
        return 0;
    }

    private static string Line(Summary summary, VenueMessage kind)
    {
        var (ours, garbage) = Figures(summary, kind, nameof(ParseMessages.Parse));
        var (floor, _) = Figures(summary, kind, nameof(ParseMessages.Walk));
        return FormattableString.Invariant($"parse_{kind}_ns ours={ours:F0} floor={floor:F0} ratio={ours / floor:F2} allocated_bytes={garbage}");
    }

    private static (double Nanoseconds, long Bytes) Figures(Summary summary, VenueMessage kind, string method)
    {
        var report = summary.Reports.Single(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method && r.BenchmarkCase.Parameters[nameof(ParseMessages.Message)].Equals(kind));
        // The median: a busy neighbour pulls the mean.
        return (report.ResultStatistics!.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }
}
