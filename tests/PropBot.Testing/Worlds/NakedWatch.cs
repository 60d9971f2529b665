using PropBot.Trading.Instruments;
using PropBot.VenueSimulator.Faults;

namespace PropBot.Testing.Worlds;

/// <summary>Watches, by the venues' own books, how long one leg stands without the other while nothing keeps the desk from taking it back.</summary>
public sealed class NakedWatch(WorldHarness world)
{
    /// <summary>With these a venue still does what it is asked.</summary>
    private static readonly FaultKind[] Mild =
        [FaultKind.PushDuplicate, FaultKind.PushReorder, FaultKind.PartialFills, FaultKind.FundingRate, FaultKind.FundingInterval, FaultKind.BookGap, FaultKind.BookReset];

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);
    private readonly Dictionary<string, TimeSpan> naked = new(StringComparer.Ordinal);
    private DateTimeOffset nextLook;
    private DateTimeOffset troubledAt = DateTimeOffset.MinValue.AddDays(1);

    /// <summary>A venue counts as dark so long after its last trouble: links have to come back and catch up first.</summary>
    public TimeSpan DarkAfter { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest uninterrupted time, all venues well, by symbol.</summary>
    public Dictionary<string, TimeSpan> Longest { get; } = new(StringComparer.Ordinal);

    public TimeSpan Worst => Longest.Values.DefaultIfEmpty(TimeSpan.Zero).Max();

    /// <summary>Net base quantity over both venues.</summary>
    public decimal Net(string symbol) => Venues.All.Sum(v => world.Core(v).Position(symbol).Position.Quantity);

    internal void Look()
    {
        if (world.Now < nextLook) return;
        nextLook = world.Now + Every;
        if (Venues.All.Any(v => world.Core(v).Faults.Active().Any(f => f.Stage == FaultStage.Active && !Mild.Contains(f.Rule.Kind)))) troubledAt = world.Now;
        var dark = world.Lines.Any(l => l.IsTroubled(DarkAfter)) || world.Now < world.WellFrom || world.Now < troubledAt + DarkAfter;
        foreach (var symbol in world.Options.Symbols)
        {
            var value = Math.Abs(Net(symbol)) * world.Core(Venue.Binance).Reference(symbol).Mark;
            if (value <= world.DeskOptions.Hedging.MaxDustUsdt)
            {
                if (naked.Remove(symbol, out var stood) && stood > TimeSpan.FromSeconds(2)) world.Log.Add($"{symbol} stood naked for {stood.TotalSeconds:0.00} s");
            }
            else if (!dark)
            {
                naked[symbol] = naked.GetValueOrDefault(symbol) + Every;
                if (naked[symbol] > Longest.GetValueOrDefault(symbol)) Longest[symbol] = naked[symbol];
            }
        }
    }
}
