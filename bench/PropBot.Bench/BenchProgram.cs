using PropBot.Bench.DeadMan;
using PropBot.Bench.Flows;
using PropBot.Bench.Messages;

namespace PropBot.Bench;

/// <summary>Measuring programs (promises §2). Each prints one line a figure: <c>&lt;name&gt; ours=&lt;x&gt; floor=&lt;y&gt; ratio=&lt;z&gt;</c>.</summary>
internal static class BenchProgram
{
    private const string Usage = """
        usage: PropBot.Bench <program>
          parse [<recording.gz>] [--loops N]
          replay <file A> <file B> [--loops N] [--fee-bps X] [--sync full|normal|off]
          parse-messages
          decide [--rounds N]
          tick-to-order [--rounds N]
          kill-drill [--rounds N] [--seed N]
          dead-man-drill [--seed N]
          approve-drill [--rounds N] [--seed N] [--within-ms N]
          partial-drill [--rounds N] [--seed N] [--within-ms N]
          workflow-steps [--rounds N] [--steps N] [--instances N]
        """;

    public static async Task<int> Main(string[] args)
    {
        return args switch
        {
            ["parse", ..] => ParseBench.Run(BenchArguments.Of(args.AsSpan(1))),
            ["replay", ..] => await ReplayBench.Run(BenchArguments.Of(args.AsSpan(1))),
            ["decide", ..] => await DecideBench.Run(BenchArguments.Of(args.AsSpan(1))),
            ["parse-messages"] => MessageBench.Run(),
            ["tick-to-order", ..] => await TickToOrderBench.Run(BenchArguments.Of(args.AsSpan(1))),
            ["kill-drill", ..] => await KillDrill.Run(BenchArguments.Of(args.AsSpan(1))),
            ["dead-man-drill", ..] => await DeadManDrill.Run(BenchArguments.Of(args.AsSpan(1))),
            ["approve-drill", ..] => await ApproveDrill.Run(BenchArguments.Of(args.AsSpan(1))),
            ["partial-drill", ..] => await PartialDrill.Run(BenchArguments.Of(args.AsSpan(1))),
            ["workflow-steps", ..] => await StepsBench.Run(BenchArguments.Of(args.AsSpan(1))),
            ["dead-man-child", var binance, var okx] => await DeadManChild.Run(binance, okx),
            _ => Unknown(),
        };
    }

    private static int Unknown()
    {
        Console.Error.WriteLine(Usage);
        return 2;
    }
}
