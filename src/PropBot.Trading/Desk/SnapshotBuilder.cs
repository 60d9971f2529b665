using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Measures;
using PropBot.Trading.Desk.Partials;
using PropBot.Trading.Desk.Permits;
using PropBot.Trading.Desk.Truth;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Risk.Guards;

namespace PropBot.Trading.Desk;

/// <summary>Draws the immutable picture that every door reads.</summary>
internal sealed class SnapshotBuilder(DeskMemory m, OpenFlow opens, LimitFlow limits, PartialRooms partials, AutopilotFlow autopilot)
{
    private long version;

    public DeskSnapshot Draw(ImmutableArray<PreflightCheck> preflight, IReadOnlyList<Block> blocks) => new()
    {
        At = m.Now,
        StartedAt = m.StartedAt,
        Version = ++version,
        Profile = m.Options.Profile,
        BootId = m.BootId,
        State = m.State,
        HoldEpoch = m.Control.HoldEpoch,
        HoldReasons = m.Reasons.All,
        ShownHoldReason = m.ShownReason,
        LastReleasedAt = m.Control.LastReleasedAt,
        DryRun = m.Control.DryRun,
        Kill = m.KillShown is { } k ? new KillView(k.Id, k.At, k.By, k.Scope, m.Control.KillPending, k.Detail) { Proof = k.Proof } : null,
        Flatten = FlattenView.Of(m.Hedges.Values.Select(h => h.ToRecord()), venue => m.Status(venue).PrivateUp),
        Control = new ControlView(
            m.OrderNotional, m.MinSpread.Value, m.MaxSlippage.Value, m.PollIntervalSec, m.AutoLoop, m.LoopPair.Length == 0 ? null : m.LoopPair,
            m.LoopVenues, m.Options.TwoManRule),
        Blocks = [.. blocks],
        Refusals = m.Refusals.List,
        Limits = limits.Views,
        Preflight = preflight,
        PreflightAt = m.PreflightAt,
        Venues = [.. m.Venues.Select(DrawVenue)],
        Pairs = [.. m.Books.Select((_, pair) => DrawPair(pair))],
        Hedges = [.. m.Hedges.Values.OrderByDescending(h => h.Number).Select(h => h.ToRecord()), .. m.Closed.Take(200)],
        Partials = partials.Views(),
        Runaway = new RunawayView(m.Runaway.Orders(m.Now), m.Runaway.OrdersLimit, m.Runaway.Cancels(m.Now), m.Runaway.CancelsLimit),
        AutoHedge = new AutoHedgeView(m.AutoLoop, m.AutoCheckedAt, opens.Result, m.AutoFailures.Count, m.AutoExecutedAt, m.AutoSucceededAt),
        RealisedPnl = Money.OfUsdt(m.RealisedClosed + m.Hedges.Values.Where(h => !h.Simulated).Sum(h => h.Realised)),
        RealisedPnlToday = Money.OfUsdt(m.RealisedToday),
        NakedNotional = Money.OfUsdt(m.Hedges.Values.Where(h => !h.Simulated).Sum(Naked)),
        LedgerWritable = m.LedgerWritable,
        ClockSkewHold = m.Limits.ClockSkewHold,
        Truth = TruthView.Draw(m),
        Measures = MeasuresView.Draw(m),
        Watch = WatchView.Draw(m, DrawEdgeGuard),
        Autopilot = autopilot.View,
    };

    private EdgeGuardView DrawEdgeGuard(string symbol)
    {
        var facts = opens.Risk.Edge(symbol);
        return new EdgeGuardView(symbol, EdgeGuards.Judge(symbol, facts, m.Limits), facts);
    }

    private VenueView DrawVenue(VenueStatus v)
    {
        var orders = m.Hedges.Values.SelectMany(h => h.Leg(v.Venue).Orders).Where(o => !o.IsSettled && !o.Simulated).ToList();
        return new VenueView(
            v.Venue, v.PublicLink, v.PrivateLink, v.IsUp ? "" : v.LinkDetail, v.Clock, [.. v.Balances.Values], [.. v.Positions.Values],
            orders.Count, orders.Count(o => o.IsUnknown))
        {
            TakerFee = v.Fees.Count == 0 ? null : Bps.OfFraction(v.Fees.Values.Max(rates => rates.Taker)),
            DeadMen = [.. v.DeadMen.Select(d => new DeadManView(
                d.Key == DeadManState.WholeAccount ? null : m.Options.Universe[d.Key], d.Value.Reading.FiresAt, d.Value.Reading.Trouble, d.Value.TroubleSince))],
        };
    }

    private PairView DrawPair(int pair)
    {
        var books = m.Books[pair];
        return new PairView(books.Symbol, [DrawQuote(books[Venue.Binance]), DrawQuote(books[Venue.Okx])], [DrawEdge(pair, Venue.Binance), DrawEdge(pair, Venue.Okx)]);
    }

    private QuoteView DrawQuote(MarketData.VenueBook book)
    {
        var newest = book.TopAt > book.DepthAt ? book.TopAt : book.DepthAt;
        return new QuoteView(
            book.Venue, book.Bid, book.BidQuantity, book.Ask, book.AskQuantity, book.Mark, book.FundingRate, book.NextFunding,
            newest == default ? null : newest, book.DepthValid)
        {
            MarkStale = book.Mark is not null && m.Now - book.MarkAt > EquityFlow.MarkFresh,
        };
    }

    private EdgeView DrawEdge(int pair, Venue buy)
    {
        var refusal = opens.Read(pair, buy, true, out var reading, out _);
        return new EdgeView(
            buy, buy.Other(), reading.Quantity, reading.IsMeasured ? reading.ToParts() : null, m.History[pair].Count(buy),
            refusal == EdgeRefusal.None ? null : refusal.Word())
        {
            Gate = opens.Ask(pair, buy),
        };
    }

    private static decimal Naked(Hedging.Hedge hedge) => Math.Abs(hedge.Long.Open.Value - hedge.Short.Open.Value) * hedge.Mid;
}
