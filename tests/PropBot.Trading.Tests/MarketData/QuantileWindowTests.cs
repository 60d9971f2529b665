using PropBot.Testing;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

public sealed class QuantileWindowTests
{
    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 20)]
    [InlineData(3, 64)]
    [InlineData(4, 500)]
    public void it_agrees_with_sorting_the_last_values(int seed, int capacity)
    {
        var dice = new Random(seed); // the seed is in the test's name
        var window = new QuantileWindow(capacity);
        var all = new List<decimal>();
        for (var i = 0; i < capacity * 4; i++)
        {
            var value = dice.Next(-50, 50) / 8m;
            all.Add(value);
            window.Add(value);
            var sorted = all.TakeLast(capacity).Order().ToArray();
            Assert.Equal(sorted.Length, window.Count);
            foreach (var q in new[] { 0m, 0.25m, 0.5m, 0.6m, 1m })
                Assert.Equal(sorted[Math.Max(0, (int)Math.Ceiling(q * sorted.Length) - 1)], window.Quantile(q));
        }
    }

    [Fact]
    public void the_oldest_value_can_leave_before_the_window_is_full()
    {
        var window = new QuantileWindow(10);
        foreach (var value in new[] { 9m, 1m, 2m }) window.Add(value);
        window.RemoveOldest();
        Assert.Equal((2, 2m), (window.Count, window.Quantile(1m)));
    }

    [Fact]
    public void a_full_window_makes_no_garbage()
    {
        var window = new QuantileWindow(1_000);
        for (var i = 0; i < 2_000; i++) window.Add(i * 37 % 1_000);
        Assert.Equal(0, Garbage.LeastOf(10, () =>
        {
            for (var i = 0; i < 5_000; i++)
            {
                window.Add(i * 37 % 1_000);
                window.Quantile(0.6m);
            }
        }));
    }

    [Fact]
    public void an_empty_window_has_no_quantile() => Assert.Throws<InvalidOperationException>(() => new QuantileWindow(3).Quantile(0.5m));
}
