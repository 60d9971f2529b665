using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Tests.Engine.Store;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Engine.Crash;

/// <summary>Design §7.2: the harness has teeth. Each mutant breaks one thing the engine rests on, and single crashes alone must show it.</summary>
public class MutantTests(ITestOutputHelper output)
{
    [Fact]
    public async Task a_random_key_for_each_attempt_is_caught() => await IsCaught("random key", send: stage => new RandomKeySend(stage.Venue));

    [Fact]
    public async Task a_commit_in_two_parts_is_caught() => await IsCaught("two commits", mutant: (ledger, life) => new TwoCommits(ledger, life));

    [Fact]
    public async Task a_command_that_is_not_remembered_is_caught() =>
        await IsCaught("no dedupe", mutant: (ledger, _) => new ThroughLedger(ledger, tx => new Forgetful(tx)));

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task two_writers_that_read_before_either_wrote(bool compareAndSwap, int applied)
    {
        await using var stage = new EngineStage(Drawings.Raise());
        var stale = new StaleLedger(stage.Ledger, compareAndSwap);
        var (engine, _) = stage.Live(stale);
        var instance = await stage.Start(vars: ("limit", "500"));
        var (yes, no) = (stage.Decision(instance, "approve", EngineStage.Bob), stage.Decision(instance, "reject", EngineStage.Cid));
        stale.Freeze();
        CommandAnswer[] answers = [await engine.Decide(yes), await engine.Decide(no)];
        // The mutant answers both with yes; with compare-and-swap the second sees that it came too late.
        Assert.Equal(applied, answers.Count(answer => answer is CommandAnswer.Applied));
        if (compareAndSwap)
        {
            Assert.IsType<CommandAnswer.Gone>(answers[1]);
            stage.IsWhole(instance);
        }
        else Assert.ThrowsAny<Exception>(() => stage.IsWhole(instance));
    }

    private async Task IsCaught(string name, Func<ILedger, Life, ILedger>? mutant = null, Func<EngineStage, object>? send = null)
    {
        var caught = new List<string>();
        await using (var calm = new EngineStage(Story.Graphs))
        {
            var undisturbed = new Story(calm, "calm");
            await undisturbed.Live([Life.Immortal], mutant, send?.Invoke(calm));
            // Nobody would notice it on a quiet day: it is the crash that shows it.
            Assert.Empty(undisturbed.Check());
        }

        // Each crash point on a file of its own: a mutant spoils what comes after it.
        for (var at = 1; at <= 60 && caught.Count == 0; at++)
        {
            await using var stage = new EngineStage(Story.Graphs);
            var (story, life) = (new Story(stage, $"mutant-{at}"), new Life(at));
            try
            {
                await story.Live([life, Life.Immortal], mutant, send?.Invoke(stage));
                caught.AddRange(story.Check());
            }
            catch (Exception broken)
            {
                caught.Add(broken.Message);
            }

            if (caught.Count > 0) output.WriteLine($"{name}: caught at crash point {at} ({life.Where}): {caught[0]}");
        }

        Assert.NotEmpty(caught);
    }
}
