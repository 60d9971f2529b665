using PropBot.Trading.Ledger;
using PropBot.Workflows.Tests.Engine.Store;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Engine.Crash;

/// <summary>Design §7.1: the process dies at every point where something is written or sent, once and twice.</summary>
public class CrashTests(ITestOutputHelper output)
{
    [Fact]
    public async Task a_crash_at_any_single_point_changes_nothing_that_anybody_sees()
    {
        await using var stage = new EngineStage(Story.Graphs);
        var points = await Points(stage);
        for (var at = 1; at <= points; at++)
        {
            var (story, life) = (new Story(stage, $"single-{at}"), new Life(at));
            await story.Live([life, Life.Immortal]);
            Assert.True(story.Check().Count == 0, $"dead at point {at} ({life.Where}): {string.Join("; ", story.Problems)}");
            if (at % 10 == 0) await stage.Ledger.Reopen();
        }

        Assert.True(points > 20, $"only {points} points");
        Assert.IsType<AuditVerdict.Intact>(stage.Ledger.Read(AuditChain.Verify));
        output.WriteLine($"{points} single crash points survived");
    }

    [Fact]
    public async Task two_crashes_at_any_pair_of_points_change_nothing_that_anybody_sees()
    {
        await using var stage = new EngineStage(Story.Graphs);
        var points = await Points(stage);
        var pairs = 0;
        for (var first = 1; first <= points; first++)
        {
            // The second life has fewer points the later the first one ended; it is asked, not guessed.
            for (var second = 1; ; second++)
            {
                var (story, one, other) = (new Story(stage, $"double-{first}-{second}"), new Life(first), new Life(second));
                await story.Live([one, other, Life.Immortal]);
                Assert.True(story.Check().Count == 0, $"dead at {first} ({one.Where}) and {second} ({other.Where}): {string.Join("; ", story.Problems)}");
                if (!other.Dead) break;
                pairs++;
            }
        }

        Assert.True(pairs > 300, $"only {pairs} pairs");
        Assert.IsType<AuditVerdict.Intact>(stage.Ledger.Read(AuditChain.Verify));
        output.WriteLine($"{points} points, {pairs} pairs of crash points survived");
    }

    private static async Task<int> Points(EngineStage stage)
    {
        var (story, life) = (new Story(stage, "whole"), Life.Immortal);
        await story.Live([life]);
        Assert.Empty(story.Check());
        return life.Points;
    }
}
