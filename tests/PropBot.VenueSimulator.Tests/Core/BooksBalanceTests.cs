using PropBot.Testing;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using Xunit.Abstractions;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>Whatever an account does and whatever befalls it, its books balance: wallet = deposits + realised − fees ± funding, positions are their fills,
/// and a venue that is killed anywhere comes back with the same books.</summary>
public sealed class BooksBalanceTests(ITestOutputHelper output) : IDisposable
{
    private const int Steps = 1_500;
    private static readonly string[] Symbols = ["BTCUSDT", "SOLUSDT"];
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-sim-").FullName;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20261122)]
    [InlineData(987654)]
    public void under_random_orders_amendments_self_trades_takeovers_and_kills(int seed)
    {
        var dice = new Random(seed);
        var clock = new ManualClock();
        var hedged = seed % 2 == 0;
        var options = new SimulatorOptions(Seed: seed, DataDirectory: folder, Symbols: Symbols);
        var world = SimulatedVenues.MakeWorld(options, clock);
        foreach (var venue in new[] { world.Binance, world.Okx }) if (hedged) venue.SetHedgeMode(true);
        var kills = 0;
        for (var step = 0; step < Steps; step++)
        {
            Act(world, dice, hedged);
            clock.Advance(dice.Next(60) == 0 ? TimeSpan.FromMinutes(dice.Next(1, 180)) : TimeSpan.FromMilliseconds(dice.Next(1, 400)));
            if (dice.Next(50) == 0)
            {
                // Not disposed: killed.
                world = SimulatedVenues.MakeWorld(options, clock);
                kills++;
            }

            world.Advance();
            if (step % 8 == 0) Assert.All([world.Binance, world.Okx], AssertBalanced);
        }

        var (fills, selfTrades) = (world.Binance.Fills().Count + world.Okx.Fills().Count, Ended(world, SimEndReason.SelfTrade));
        output.WriteLine($"seed {seed}: {fills} fills, {kills} kills, {selfTrades} self-trade ends, {Ended(world, SimEndReason.Liquidation)} liquidation ends, two-sided {hedged}");
        Assert.True(fills > 300 && selfTrades > 3 && Ended(world, SimEndReason.Liquidation) > 2);
        world.Dispose();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Act(SimWorld world, Random dice, bool hedged)
    {
        var venue = dice.Next(2) == 0 ? world.Binance : world.Okx;
        var symbol = Symbols[dice.Next(Symbols.Length)];
        switch (dice.Next(20))
        {
            case 0:
                venue.CancelAll(symbol);
                break;
            case 1:
                venue.Deleverage(symbol, 0.5m);
                break;
            case 2 when dice.Next(10) == 0:
                venue.Liquidate(symbol);
                break;
            case 3:
                venue.Faults.Apply(new FaultRule(venue.Profile.Name, FaultKind.PartialFills) { Share = 0.37m, Count = 3 });
                break;
            case 4:
                venue.SetFundingInterval(symbol, TimeSpan.FromHours(new[] { 1, 2, 4, 8 }[dice.Next(4)]));
                break;
            case 5 or 6 or 7 when venue.OpenOrders(symbol) is { Count: > 0 } open:
                Amend(venue, open[dice.Next(open.Count)], dice);
                break;
            case 8 when !hedged:
                venue.SetMarginMode(symbol, dice.Next(2) == 0);
                break;
            case 9 or 10 when venue.OpenOrders(symbol) is { Count: > 0 } mine:
                Cross(venue, mine[dice.Next(mine.Count)], dice);
                break;
            default:
                Place(venue, symbol, dice, hedged);
                break;
        }
    }

    private static void Place(VenueCore venue, string symbol, Random dice, bool hedged)
    {
        var instrument = venue.Instrument(symbol)!;
        var mark = venue.Reference(symbol).Mark;
        var price = Math.Round(mark * (1m + ((decimal)(dice.NextDouble() - 0.5) / 1000m)) / instrument.Tick) * instrument.Tick;
        var quantity = Math.Max(instrument.MinQuantity, Math.Floor(dice.Next(100, 60_000) / mark / instrument.Step) * instrument.Step);
        var position = !hedged ? SimPositionSide.Net : dice.Next(2) == 0 ? SimPositionSide.Long : SimPositionSide.Short;
        venue.Place(new SimOrderRequest(symbol, (SimSide)dice.Next(2), SimOrderType.Limit, quantity, price, (SimTimeInForce)dice.Next(4), !hedged && dice.Next(6) == 0)
        {
            SelfTrade = (SimSelfTrade)dice.Next(4),
            PositionSide = position,
        });
    }

    /// <summary>Comes to meet an order of its own.</summary>
    private static void Cross(VenueCore venue, SimOrder own, Random dice) => venue.Place(new SimOrderRequest(
        own.Symbol, own.Side == SimSide.Buy ? SimSide.Sell : SimSide.Buy, SimOrderType.Limit, own.Remaining + venue.Instrument(own.Symbol)!.Step, own.Price)
    {
        SelfTrade = (SimSelfTrade)dice.Next(4),
        PositionSide = own.PositionSide,
    });

    private static void Amend(VenueCore venue, SimOrder order, Random dice)
    {
        var instrument = venue.Instrument(order.Symbol)!;
        var price = order.Price + (dice.Next(-200, 200) * instrument.Tick);
        venue.Amend(order.Symbol, order.Id, null, new SimAmendment(dice.Next(2) == 0 ? order.Quantity + instrument.Step : null, price) { CancelOnFail = dice.Next(3) == 0 });
    }

    private static int Ended(SimWorld world, SimEndReason reason) => new[] { world.Binance, world.Okx }.Sum(v => v.Orders().Count(o => o.EndReason == reason));

    private static void AssertBalanced(VenueCore venue)
    {
        Bench.AssertWalletIsTheSum(venue);
        foreach (var done in venue.Fills().GroupBy(f => (f.Symbol, f.PositionSide)))
        {
            Assert.Equal(done.Sum(f => f.Side == SimSide.Buy ? f.Quantity : -f.Quantity), venue.Position(done.Key.Symbol, done.Key.PositionSide).Position.Quantity);
        }

        foreach (var order in venue.OpenOrders())
        {
            Assert.True(order.Filled < order.Quantity);
            var held = venue.Position(order.Symbol, order.PositionSide).Position.Quantity;
            Assert.False(order.Reduces && (order.Side == SimSide.Buy ? held >= 0m : held <= 0m));
        }
    }
}
