using PropBot.Testing.Lines;
using PropBot.Trading.Instruments;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <summary>Draws single faults: of the line to a venue, of the desk's own host, and deaths of its process.</summary>
internal sealed class FaultDraw(Dice dice, IReadOnlyList<string> symbols)
{
    private readonly BoardDraw board = new(dice, symbols);

    public PlannedFault Any(TimeSpan at) => dice.Uniform() switch
    {
        < 0.35 => OfLine(at),
        < 0.6 => OfOrders(at),
        < 0.9 => board.Any(at),
        < 0.95 => FullDisk(at),
        _ => WrongClock(at),
    };

    /// <summary>kill -9: at that time, or in the middle of the next order's business.</summary>
    public PlannedFault Crash(TimeSpan at)
    {
        // The first few steps are where intent, bytes and row could come in a wrong order.
        var steps = 1 + (int)((dice.Uniform() < 0.5 ? 4 : 60) * dice.Uniform());
        return dice.Uniform() < 0.3
            ? new PlannedFault(at, $"the process dies {steps} steps from now", world => world.CrashIn(steps))
            : new PlannedFault(at, $"the process dies {steps} steps after its next order left", world => world.CrashAfterNextOrder(steps));
    }

    private PlannedFault OfLine(TimeSpan at)
    {
        var venue = Pick(Venues.All);
        var kind = Pick(Enum.GetValues<LineTrouble>());
        var (share, extra) = (0.1 + (0.6 * dice.Uniform()), TimeSpan.Zero);
        var seconds = kind switch
        {
            LineTrouble.Silence or LineTrouble.Dark => 1 + (44 * dice.Uniform()),
            LineTrouble.CutSockets => 1 + (19 * dice.Uniform()),
            _ => 2 + (28 * dice.Uniform()),
        };
        if (kind == LineTrouble.Slow) extra = TimeSpan.FromMilliseconds(200 + (3800 * dice.Uniform()));
        if (kind == LineTrouble.CutSockets) extra = TimeSpan.FromMilliseconds(500 + (4500 * dice.Uniform()));
        if (kind == LineTrouble.Ban) share = 1;
        var length = TimeSpan.FromMilliseconds(Math.Round(seconds * 1000));
        return new PlannedFault(
            at, $"{venue.Word()} {kind} for {length.TotalSeconds:0.0} s, share {share:0.00}, extra {extra.TotalMilliseconds:0} ms",
            world => world.Line(venue).Add(new LineFault(kind, world.Now, world.Now + length, share, extra)));
    }

    private PlannedFault OfOrders(TimeSpan at)
    {
        var venue = Pick(Venues.All);
        var fates = Enumerable.Range(0, 1 + (int)(5 * dice.Uniform())).Select(_ => Pick(Enum.GetValues<OrderFate>())).ToList();
        return new PlannedFault(at, $"{venue.Word()} next orders: {string.Join(", ", fates)}", world => fates.ForEach(world.Line(venue).NextOrders.Enqueue));
    }

    private PlannedFault FullDisk(TimeSpan at)
    {
        var length = Seconds(1, 15);
        return new PlannedFault(at, $"the disk is full for {length.TotalSeconds:0.0} s", world => world.DiskFull = true, length, world => world.DiskFull = false);
    }

    private PlannedFault WrongClock(TimeSpan at)
    {
        var length = Seconds(1, 30);
        var skew = TimeSpan.FromMilliseconds(Math.Round(-2500 + (5000 * dice.Uniform())));
        return new PlannedFault(
            at, $"the host's clock is {skew.TotalMilliseconds:0} ms off for {length.TotalSeconds:0.0} s", world => world.HostSkew = skew, length,
            world => world.HostSkew = TimeSpan.Zero);
    }

    private TimeSpan Seconds(double least, double most) => TimeSpan.FromMilliseconds(Math.Round(1000 * (least + ((most - least) * dice.Uniform()))));

    private T Pick<T>(IReadOnlyList<T> all) => all[(int)(all.Count * dice.Uniform())];
}
