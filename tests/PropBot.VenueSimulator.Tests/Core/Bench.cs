using PropBot.Testing;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>Two venues on a fixed market and a manual clock.</summary>
internal sealed class Bench : IDisposable
{
    public Bench(string? folder = null, ManualClock? clock = null, FixedMarket? market = null)
    {
        Clock = clock ?? new ManualClock();
        Market = market ?? new FixedMarket();
        World = new SimWorld(Market, VenueProfile.Binance(["BTCUSDT"]), VenueProfile.Okx(["BTCUSDT"]), Clock, folder);
        World.Binance.Happened += Events.Add;
    }

    public ManualClock Clock { get; }
    public FixedMarket Market { get; }
    public SimWorld World { get; }
    public VenueCore Venue => World.Binance;
    public List<VenueEvent> Events { get; } = [];

    public SimOrder Buy(decimal quantity, decimal price, SimTimeInForce time = SimTimeInForce.GoodTillCancel, string id = "", bool reduceOnly = false) =>
        Taken(Place(SimSide.Buy, quantity, price, time, id, reduceOnly));

    public SimOrder Sell(decimal quantity, decimal price, SimTimeInForce time = SimTimeInForce.GoodTillCancel, string id = "", bool reduceOnly = false) =>
        Taken(Place(SimSide.Sell, quantity, price, time, id, reduceOnly));

    public SimOutcome Place(
        SimSide side, decimal quantity, decimal price, SimTimeInForce time = SimTimeInForce.GoodTillCancel, string id = "", bool reduceOnly = false) =>
        Venue.Place(new SimOrderRequest("BTCUSDT", side, SimOrderType.Limit, quantity, price, time, reduceOnly, id));

    public void Pass(TimeSpan time)
    {
        Clock.Advance(time);
        World.Advance();
    }

    public void Dispose() => World.Dispose();

    public static SimOrder Taken(SimOutcome outcome) => Assert.IsType<SimOutcome.Accepted>(outcome).Order;

    public static SimRefusal No(SimOutcome outcome) => Assert.IsType<SimOutcome.Refused>(outcome).Why;

    public static void AssertWalletIsTheSum(VenueCore venue)
    {
        var books = venue.Header();
        Assert.Equal(books.Wallet, books.Deposits + books.Realised - books.Fees + books.Funding);
        Assert.Equal(books.Wallet, venue.Entries().Sum(e => e.Amount));
        Assert.Equal(books.Fees, venue.Fills().Sum(f => f.Fee));
        Assert.Equal(books.Realised, venue.Fills().Sum(f => f.Realised));
    }
}
