using System.Diagnostics;
using PropBot.Testing;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Engine.Process;

/// <summary>Design §7.1: kill -9 of a real process, again and again, at any moment.</summary>
public class KillTests(ITestOutputHelper output)
{
    private const int AfterTheLast = 30;

    /// <summary>A life begins a little before where the last one ended; what is older and unfinished goes on by the pump, and the last life looks at all.</summary>
    private const int LookBack = 8;

    [Fact]
    public Task twenty_rounds() => Rounds(20, seed: 20);

    [Fact]
    [Trait("Category", "Long")]
    public Task two_hundred_rounds() => Rounds(200, seed: 200);

    private async Task Rounds(int rounds, int seed)
    {
        var folder = Directory.CreateTempSubdirectory("propbot-kill-");
        try
        {
            var dice = new Random(seed);
            var last = 0;
            for (var round = 1; round <= rounds; round++) last = Math.Max(last, await Killed(folder.FullName, last, dice));
            using (var child = Start(folder.FullName, 1, last + AfterTheLast))
            {
                await child.StandardOutput.ReadToEndAsync();
                await child.WaitForExitAsync();
                Assert.True(child.ExitCode == 0, await child.StandardError.ReadToEndAsync());
            }

            await using var ledger = new StepLedger(new ManualClock(DateTimeOffset.UnixEpoch.AddYears(70)), folder.FullName);
            Check(ledger, folder.FullName, last + AfterTheLast);
            output.WriteLine($"seed {seed}: {rounds} kills, {last + AfterTheLast} instances, each once and whole");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>One life that ends at any moment after it came up.</summary>
    /// <returns>The highest instance that had ended.</returns>
    private static async Task<int> Killed(string folder, int before, Random dice)
    {
        using var child = Start(folder, Math.Max(1, before - LookBack), int.MaxValue);
        var last = before;
        var (ends, mark) = (dice.Next(1, 40), TimeSpan.FromMilliseconds(dice.Next(0, 30)));
        for (var seen = 0; seen < ends && await child.StandardOutput.ReadLineAsync() is { } line;)
        {
            if (!line.StartsWith("at ", StringComparison.Ordinal)) continue;
            seen++;
            last = Math.Max(last, int.Parse(line.AsSpan(3)));
        }

        // Not at the line itself, but somewhere between it and the next ones.
        await Task.Delay(mark, TimeProvider.System);
        Assert.False(child.HasExited, child.HasExited ? await child.StandardError.ReadToEndAsync() : "");
        child.Kill();
        await child.WaitForExitAsync();
        return last;
    }

    private static void Check(StepLedger ledger, string folder, int atLeast)
    {
        Assert.Equal(["ok"], ledger.Texts("PRAGMA integrity_check"));
        Assert.IsType<AuditVerdict.Intact>(ledger.Read(AuditChain.Verify));
        var ended = ledger.Count("SELECT count(*) FROM workflow_instance WHERE process = 'story' AND status = 'completed' AND outcome = 'done'");
        Assert.True(ended >= atLeast, $"{ended} ended of {atLeast}");
        Assert.Equal(ended, ledger.Count("SELECT count(*) FROM workflow_instance WHERE process = 'story'"));
        Assert.Equal(ended, ledger.Count("SELECT count(*) FROM workflow_instance WHERE process = 'chapter' AND status = 'completed'"));
        Assert.Equal(0, ledger.Count("SELECT count(*) FROM workflow_wait") + ledger.Count("SELECT count(*) FROM workflow_message"));
        foreach (var what in new[] { "begun", "raised to 500 by bob", "called" })
        {
            Assert.Equal(ended, ledger.Count("SELECT count(*) FROM test_effect WHERE what = $1", what));
            Assert.Equal(ended, ledger.Count("SELECT count(DISTINCT instance) FROM test_effect WHERE what = $1", what));
        }

        var orders = File.ReadAllLines(Path.Combine(folder, "venue"));
        Assert.Equal(ended, orders.Length);
        Assert.Equal(ended, orders.Distinct().Count());
        foreach (var graph in KillChild.Graphs) Replay(ledger, graph);
    }

    private static void Replay(StepLedger ledger, Workflows.Bpmn.Graph graph)
    {
        foreach (var id in ledger.Texts("SELECT id FROM workflow_instance WHERE process = $1", graph.Process))
        {
            var replayed = ledger.Texts("SELECT detail FROM workflow_event WHERE instance = $1 ORDER BY n", id).Select(FlowJson.ReadInput)
                .Aggregate(FlowState.New, (before, input) => FlowKernel.Step(graph, before, input).State);
            Assert.Equal(FlowJson.ReadState(ledger.Texts("SELECT state FROM workflow_instance WHERE id = $1", id).Single()), replayed);
        }
    }

    private static System.Diagnostics.Process Start(string folder, int first, int last)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { typeof(KillChild).Assembly.Location, KillChild.Word, folder, $"{first}", $"{last}" }) start.ArgumentList.Add(word);
        return System.Diagnostics.Process.Start(start) ?? throw new InvalidOperationException("the child did not start");
    }
}
