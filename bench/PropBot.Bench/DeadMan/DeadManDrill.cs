using System.Diagnostics;

namespace PropBot.Bench.DeadMan;

/// <summary>
/// kill -9 with orders resting on both venues: how long until the venues' own switches have cancelled them (R32). Before that the switch
/// must have been refreshed for longer than it runs, with the orders still there.
/// </summary>
internal static class DeadManDrill
{
    private static readonly TimeSpan Countdown = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    public static async Task<int> Run(BenchArguments arguments)
    {
        var folder = Directory.CreateTempSubdirectory("propbot-deadman-").FullName;
        using var venues = await DrillVenues.Start(folder, arguments.Number("seed", 11), [RawOrders.Symbol]);
        using var orders = new RawOrders(venues.Binance, venues.Okx);
        using var child = Programs.Start("PropBot.Bench", null, "dead-man-child", venues.Binance, venues.Okx);
        try
        {
            await Armed(child);
            await orders.Place(TimeProvider.System);
            await StaysFor(orders, Countdown + TimeSpan.FromSeconds(3));
            Console.WriteLine($"# both orders rest after {Countdown.TotalSeconds + 3:0} s of refreshed switches; kill -9");
            child.Kill();
            var (binance, okx) = await Gone(orders);
            Print("binance", binance);
            Print("okx", okx);
            return binance <= Countdown + Slack && okx <= Countdown + Slack ? 0 : 1;
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }

    private static void Print(string venue, TimeSpan took) => Console.WriteLine(FormattableString.Invariant(
        $"dead_man_{venue}_s ours={took.TotalSeconds:F2} floor={Countdown.TotalSeconds:F0} ratio={took / Countdown:F2}"));

    private static async Task Armed(Process child)
    {
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var venues = new HashSet<string>(StringComparer.Ordinal);
        child.OutputDataReceived += (_, said) =>
        {
            if (said.Data is not { } line) both.TrySetException(new InvalidOperationException("the child ended before both switches were armed"));
            else if (!line.StartsWith(DeadManChild.Armed, StringComparison.Ordinal)) Console.WriteLine($"# {line}");
            else if (venues.Add(line.Split(' ')[1]) && venues.Count == 2) both.TrySetResult();
        };
        child.ErrorDataReceived += static (_, said) => Console.Error.WriteLine(said.Data);
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        await both.Task;
    }

    private static async Task StaysFor(RawOrders orders, TimeSpan time)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < time; await beat.WaitForNextTickAsync())
            if (await orders.Open() != (1, 1)) throw new InvalidOperationException($"after {clock.Elapsed.TotalSeconds:0.0} s an order is gone although the switches were refreshed: {await orders.Open()}");
    }

    private static async Task<(TimeSpan Binance, TimeSpan Okx)> Gone(RawOrders orders)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        TimeSpan? binance = null, okx = null;
        for (var clock = Stopwatch.StartNew(); binance is null || okx is null; await beat.WaitForNextTickAsync())
        {
            var open = await orders.Open();
            if (open.Binance == 0) binance ??= clock.Elapsed;
            if (open.Okx == 0) okx ??= clock.Elapsed;
            if (clock.Elapsed > Countdown * 2) throw new TimeoutException($"still open after {clock.Elapsed.TotalSeconds:0} s: {open}");
        }

        return (binance.Value, okx.Value);
    }
}
