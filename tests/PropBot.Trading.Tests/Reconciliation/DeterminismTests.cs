using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Tests.Reconciliation;

/// <summary>P12: the same facts in any order give the same report, and a report read twice is one sight.</summary>
public class DeterminismTests
{
    private static readonly string[] Symbols = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

    [Fact]
    public void any_order_of_the_same_facts_gives_the_same_report() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<int>(), (seed, shuffle) =>
        {
            var facts = Any(new Random(seed));
            return Reconciler.Reconcile(facts).SaysTheSameAs(Reconciler.Reconcile(Shuffled(facts, new Random(shuffle))));
        }));

    [Fact]
    public void the_same_read_twice_is_one_sight() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var (report, options) = (Reconciler.Reconcile(Any(new Random(seed))), new ReconciliationOptions());
            var once = Convergence.Start.After(report, options);
            return ReferenceEquals(once, once.After(report, options)) && ReferenceEquals(once, once.After(Reconciler.Reconcile(Any(new Random(seed))), options));
        }));

    [Fact]
    public void venues_that_say_what_the_ledger_says_are_clean_whatever_it_says() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var facts = Any(new Random(seed));
            var agreeing = facts with
            {
                Belief = facts.Belief with { Orders = [], LastActivity = ImmutableDictionary<(Venue Venue, string Symbol), DateTimeOffset>.Empty, Cash = [] },
                Venues = [.. Venues.All.Select(venue => Echo(facts.Belief, venue))],
            };
            return !Reconciler.Reconcile(agreeing).Desyncs.Any();
        }));

    private static VenueWord Echo(LedgerBelief belief, Venue venue) => new(venue, Sides.Noon)
    {
        OpenOrders = [],
        Balances = [],
        Positions = [.. belief.Legs.Where(l => l.Venue == venue).GroupBy(l => l.Symbol).Select(g => Sides.Position(venue, g.Key, g.Sum(l => l.Signed)))],
        Fills =
        [
            .. Symbols.Select(symbol => new FillsTold(symbol, Sides.Since, [.. belief.Fills.Where(f => f.Key.Venue == venue && f.Key.Symbol == symbol)
                .Select(f => Sides.Trade(venue, f.Key.TradeId, f.Key.Side) with { Symbol = symbol })])),
        ],
    };

    private static ReconcileFacts Any(Random dice)
    {
        var belief = new LedgerBelief
        {
            OwnIds = "p0tag",
            Legs = [.. Many(dice, 6, i => new LegBelief($"h{i}", AnyVenue(dice), AnySymbol(dice), AnySide(dice), dice.Next(5) * 0.1m, dice.Next(4) == 0, dice.Next(5) * 0.1m))],
            Orders = [.. Many(dice, 5, i => new OrderBelief($"p0tag{i}", $"v{i}", AnyVenue(dice), AnySymbol(dice), AnySide(dice), 0.1m, (OrderState)dice.Next(9), dice.Next(6) == 0))],
            Fills = [.. Many(dice, 8, i => new FillBelief(new FillKey(AnyVenue(dice), AnySymbol(dice), $"t{i}", AnySide(dice)), $"p0tag{i}", 0.1m, Sides.Noon.AddSeconds(-dice.Next(7000)))).DistinctBy(f => f.Key)],
            LastActivity = Many(dice, 2, _ => KeyValuePair.Create((AnyVenue(dice), AnySymbol(dice)), Sides.Noon.AddMilliseconds(-dice.Next(4000)))).DistinctBy(p => p.Key).ToImmutableDictionary(),
            Cash = [new CashBelief(Venue.Okx, Money.Usdt, 1000m)],
        };
        return Sides.Facts(belief, AnyWord(dice, Venue.Binance), AnyWord(dice, Venue.Okx));
    }

    private static VenueWord AnyWord(Random dice, Venue venue) => new(venue, Sides.Noon)
    {
        Positions = dice.Next(5) == 0 ? null : [.. Symbols.Where(_ => dice.Next(2) == 0).Select(s => Sides.Position(venue, s, dice.Next(-4, 5) * 0.1m))],
        OpenOrders = dice.Next(5) == 0 ? null : [.. Many(dice, 3, i => Sides.Resting(venue, dice.Next(2) == 0 ? $"p0tag{i}" : "", $"v{i}"))],
        Balances = [new BalanceFact(venue, Money.Usdt, 1000m + dice.Next(5), 0m, 0m, null, Sides.Noon)],
        Fills = [.. Symbols.Where(_ => dice.Next(2) == 0).Select(s => new FillsTold(s, Sides.Since, dice.Next(5) == 0 ? null : [.. Many(dice, 5, i => Sides.Trade(venue, $"t{i}", AnySide(dice), dice.Next(2) == 0 ? $"p0tag{i}" : "hand") with { Symbol = s })]))],
    };

    private static ReconcileFacts Shuffled(ReconcileFacts facts, Random dice) => facts with
    {
        Belief = facts.Belief with
        {
            Legs = [.. Mix(dice, facts.Belief.Legs)],
            Orders = [.. Mix(dice, facts.Belief.Orders)],
            Fills = [.. Mix(dice, facts.Belief.Fills)],
        },
        Venues =
        [
            .. Mix(dice, facts.Venues).Select(word => word with
            {
                Positions = word.Positions is { } p ? [.. Mix(dice, p)] : null,
                OpenOrders = word.OpenOrders is { } o ? [.. Mix(dice, o)] : null,
                Fills = [.. Mix(dice, word.Fills).Select(told => told with { Trades = told.Trades is { } t ? [.. Mix(dice, t)] : null })],
            }),
        ],
    };

    private static T[] Mix<T>(Random dice, IEnumerable<T> items)
    {
        var mixed = items.ToArray();
        dice.Shuffle(mixed);
        return mixed;
    }

    private static List<T> Many<T>(Random dice, int most, Func<int, T> make) => [.. Enumerable.Range(0, dice.Next(most + 1)).Select(make)];

    private static Venue AnyVenue(Random dice) => (Venue)dice.Next(2);

    private static Side AnySide(Random dice) => (Side)dice.Next(2);

    private static string AnySymbol(Random dice) => Symbols[dice.Next(Symbols.Length)];
}
