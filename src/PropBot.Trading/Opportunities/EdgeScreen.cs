using PropBot.Trading.Amounts;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Opportunities;

/// <summary>
/// What an edge of one pair in one direction costs, remembered as long as nothing it is made of changes, and as a whole number, so that
/// nearly every quote is refused by one multiplication. A pure memory: with or without it the scanner answers the same.
/// </summary>
internal sealed class EdgeScreen
{
    private const decimal Units = 1_000_000_000_000m;
    private VenueBook? bought;
    private PairTerms? terms;
    private BasisHistory? history;
    private int historyVersion;
    private int boughtFunding;
    private int soldFunding;
    private Bps drift;
    private Bps minimum;
    private TimeSpan hold;
    private DateTimeOffset from;
    private DateTimeOffset until;
    private long needed;

    public EdgeInputs Inputs { get; private set; }

    public bool Holds(in EdgeQuestion q) =>
        ReferenceEquals(bought, q.Bought) && ReferenceEquals(terms, q.Terms) && ReferenceEquals(history, q.History)
        && historyVersion == q.History.Version(q.Bought.Venue) && boughtFunding == q.Bought.FundingVersion
        && soldFunding == q.Sold.FundingVersion && hold == q.Hold && q.Now >= from && q.Now < until && drift == q.Drift && minimum == q.Minimum;

    public void Remember(in EdgeQuestion q, in EdgeInputs inputs)
    {
        (bought, terms, history, historyVersion) = (q.Bought, q.Terms, q.History, q.History.Version(q.Bought.Venue));
        (boughtFunding, soldFunding, hold, drift, minimum) = (q.Bought.FundingVersion, q.Sold.FundingVersion, q.Hold, q.Drift, q.Minimum);
        (from, until) = (q.Now, q.Now + Sooner(Steady(q.Bought, q.Now, q.Hold), Steady(q.Sold, q.Now, q.Hold)));
        Inputs = inputs;

        // Rounded down: the screen may let through what the exact comparison refuses, never the other way round.
        needed = (long)decimal.Floor(Math.Clamp((inputs.Costs + q.Minimum).Fraction, -1_000_000m, 1_000_000m) * Units);
    }

    /// <summary>True when the best prices alone, before any depth cost, net less than the minimum.</summary>
    public bool Refuses(VenueBook buyOn, VenueBook sellOn)
    {
        var mids = (Int128)buyOn.BidKey + buyOn.AskKey + sellOn.BidKey + sellOn.AskKey;
        return (Int128)(sellOn.BidKey - buyOn.AskKey) * (4L * (long)Units) < mids * needed;
    }

    private static TimeSpan Steady(VenueBook book, DateTimeOffset now, TimeSpan hold) =>
        book.NextFunding is { } next ? Edge.SettlementsSteadyFor(next, book.FundingInterval, now, hold) : TimeSpan.Zero;

    private static TimeSpan Sooner(TimeSpan left, TimeSpan right) => left < right ? left : right;
}

/// <summary>All that an edge is made of besides prices.</summary>
internal readonly record struct EdgeQuestion(
    VenueBook Bought, VenueBook Sold, PairTerms Terms, BasisHistory History, Bps Drift, TimeSpan Hold, Bps Minimum, DateTimeOffset Now);
