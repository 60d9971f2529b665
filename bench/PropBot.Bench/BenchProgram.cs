namespace PropBot.Bench;

/// <summary>Measuring programs (promises §2). Each prints one line a figure: <c>&lt;name&gt; ours=&lt;x&gt; floor=&lt;y&gt; ratio=&lt;z&gt;</c>.</summary>
internal static class BenchProgram
{
    private const string Usage = "usage: PropBot.Bench parse [<recording.gz>] [--loops N]";

    public static int Main(string[] args)
    {
        if (args is ["parse", ..]) return ParseBench.Run(BenchArguments.Of(args.AsSpan(1)));
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
