using PropBot.Testing.Worlds;
using Xunit.Abstractions;

namespace PropBot.Scenarios.Worlds;

public class SameSeedScenarios(ITestOutputHelper output)
{
    [Theory, InlineData(5), InlineData(12)]
    public async Task the_same_seed_gives_the_same_decisions_to_the_last_byte(int seed)
    {
        var first = await SeededRun.Of(seed);
        // A second time, under a busier machine: how fast it runs must not matter.
        using var busy = new CancellationTokenSource();
        var load = new Thread(() =>
        {
            while (!busy.IsCancellationRequested) _ = new byte[100_000];
        });
        load.Start();
        var second = await SeededRun.Of(seed);
        await busy.CancelAsync();
        load.Join();
        output.WriteLine($"seed {seed}: {first.Log.Count} lines, hash {first.Hash}");
        Assert.Equal(first.Log, second.Log);
        Assert.Equal(first.Hash, second.Hash);
    }

    [Fact]
    public async Task another_seed_gives_another_history()
    {
        await using var one = new WorldHarness(new WorldOptions(1));
        await using var two = new WorldHarness(new WorldOptions(2));
        one.Run();
        two.Run();
        one.Advance(TimeSpan.FromMinutes(2));
        two.Advance(TimeSpan.FromMinutes(2));
        Assert.NotEqual(one.Log.Hash, two.Log.Hash);
    }
}
