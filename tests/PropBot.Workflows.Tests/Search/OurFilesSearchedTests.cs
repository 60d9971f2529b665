using System.Diagnostics;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Search;
using PropBot.Workflows.Tests.Bpmn;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Search;

/// <summary>Design/workflows §7 item 10, for every file of <c>workflows/</c>.</summary>
public sealed class OurFilesSearchedTests(ITestOutputHelper output)
{
    public static TheoryData<string> All { get; } = [.. Files.Names];

    [Theory, MemberData(nameof(All))]
    public void no_path_loosens_without_an_unexpired_approval_by_a_second_person_and_an_end_is_always_reachable(string file)
    {
        var started = Stopwatch.GetTimestamp();
        var report = ExhaustiveSearch.Of(Files.Graph(file), ActionContract.Catalog);
        output.WriteLine(
            $"{file}: {report.States} states ({report.Ends} ended), {report.Inputs} inputs, {report.Refused} decisions refused, {report.Loosenings} loosenings, {Stopwatch.GetElapsedTime(started).TotalMilliseconds:0} ms");
        foreach (var one in report.Counterexamples) output.WriteLine(one.ToString());

        Assert.True(report.Proven);
        Assert.True(report.Loosenings > 0, "a workflow that never loosens proves nothing");
        Assert.True(report.Refused > 0 && report.Ends > 0);
    }
}
