using PropBot.Testing.Desks;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Hedging;
using PropBot.Trading.Positions;
using PropBot.Trading.Settings;

namespace PropBot.Scenarios.Partials;

/// <summary>A hedge of which only the long leg on Binance stands: OKX refused every order.</summary>
internal static class Naked
{
    public const string Btc = "BTCUSDT";

    public static DeskHarness Hedge(Func<TradingOptions, TradingOptions>? change = null)
    {
        var desk = new DeskHarness(change);
        desk.Run();
        desk.Okx.Always = Treatment.Refuse;
        desk.Dear();
        desk.Until(() => desk.Hedges.Any(h => h.State == HedgeState.Partial), "partial");
        desk.Okx.Always = Treatment.Fill;
        desk.Fresh();
        return desk;
    }

    /// <summary>The bound waits, so that what people ask for is all that happens.</summary>
    public static TradingOptions Patient(TradingOptions options) => options with { Hedging = options.Hedging with { NakedMaxTime = TimeSpan.FromHours(1), NakedMaxLossUsdt = 10_000m } };

    public static TradingOptions NotByItself(TradingOptions options) => options with { Hedging = options.Hedging with { NakedAutoUnwind = false } };

    /// <summary>Both books are told again, and the desk draws its picture of them.</summary>
    public static void Fresh(this DeskHarness desk, decimal by = 300m)
    {
        desk.Dear(by);
        desk.Advance(TimeSpan.FromMilliseconds(100));
    }

    public static PartialView View(this DeskHarness desk) => Assert.Single(desk.Snapshot.Partials);

    public static HedgeWish? Wish(this DeskHarness desk, string id) => desk.Ledger.Read(db => HedgeWishStore.Find(db, id));

    public static DeskCommand.CompleteHedge Agreed(this DeskHarness desk, string id = "flow#7")
    {
        var plan = desk.View().Completion ?? throw new InvalidOperationException($"{desk.View().WhyNot}: {desk.View().WhyNotText}");
        return new DeskCommand.CompleteHedge("operator-b", desk.View().HedgeId, id, plan.Quantity.Value, plan.Worst.Value, desk.Snapshot.HoldEpoch);
    }

    /// <summary>Keeps the books told while time passes, as a market would.</summary>
    public static void UntilFresh(this DeskHarness desk, Func<bool> condition, string what, double seconds = 30) => desk.Until(() =>
    {
        desk.Dear();
        return condition();
    }, what, seconds);
}
