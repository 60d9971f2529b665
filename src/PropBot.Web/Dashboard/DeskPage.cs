using PropBot.Trading.Desk;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Web.Endpoints.Views;

namespace PropBot.Web.Dashboard;

/// <param name="Mark">The row's look: <c>good</c>, <c>bad</c> or nothing.</param>
public sealed record BookRow(string Key, string Venue, string Mark, IReadOnlyDictionary<string, string> Cells);

public sealed record EdgeRow(string Key, string Direction, string Mark, IReadOnlyDictionary<string, string> Cells);

public sealed record PairBlock(string Symbol, IReadOnlyList<BookRow> Books, IReadOnlyList<EdgeRow> Edges);

public sealed record LegRow(string Key, string Venue, string Side, IReadOnlyDictionary<string, string> Cells);

public sealed record HedgeBlock(string Key, HedgeRecord Record, string Status, bool Open, string Pnl, string Age, IReadOnlyList<LegRow> Legs);

public sealed record VenueRow(string Key, string Venue, string Mark, IReadOnlyDictionary<string, string> Cells);

/// <summary>
/// The start page as data: what the server renders, and the same numbers by key for the stream. Pure: snapshot and time in, texts out.
/// </summary>
public sealed record DeskPage
{
    /// <summary>Older data than this is shown in red: a frozen screen must never look calm.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromSeconds(3);

    private const int ClosedShown = 10;

    public required DeskSnapshot Desk { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required IReadOnlyDictionary<string, string> Strip { get; init; }
    public required bool Stale { get; init; }
    public required IReadOnlyList<PairBlock> Pairs { get; init; }
    public required IReadOnlyList<HedgeBlock> Hedges { get; init; }
    public required IReadOnlyList<VenueRow> Venues { get; init; }

    /// <summary>Changes when rows come or go or a mode changes: then the page is loaded anew instead of patched.</summary>
    public required string Layout { get; init; }

    public static DeskPage Of(DeskSnapshot desk, DateTimeOffset now, DeskWords words)
    {
        var age = DataAge(desk, now);
        var hedges = desk.Hedges.Where(PositionViews.IsOpen).Concat(desk.Hedges.Where(h => !PositionViews.IsOpen(h)).Take(ClosedShown)).ToList();
        return new DeskPage
        {
            Desk = desk,
            Now = now,
            Stale = age is null || age > StaleAfter,
            Strip = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["naked"] = PeopleNumbers.Money(desk.NakedNotional.Amount),
                ["pnl_today"] = PeopleNumbers.SignedMoney(desk.RealisedPnlToday.Amount),
                ["pnl_total"] = PeopleNumbers.SignedMoney(desk.RealisedPnl.Amount),
                ["unrealised"] = PeopleNumbers.SignedMoney(PositionViews.UnrealisedTotal(desk)),
                ["data_age"] = age is null ? words["no_data"] : PeopleNumbers.Age(age),
                ["as_of"] = PeopleNumbers.Moment(desk.At),
            },
            Pairs = [.. desk.Pairs.Select(pair => Pair(pair, now, words))],
            Hedges = [.. hedges.Select(hedge => Hedge(hedge, desk, now, words))],
            Venues = [.. desk.Venues.Select(venue => Row(venue, now, words))],
            Layout = LayoutOf(desk, hedges),
        };
    }

    /// <summary>The age of the newest book of the venue that is further behind; null when a venue has shown none yet.</summary>
    public static TimeSpan? DataAge(DeskSnapshot desk, DateTimeOffset now)
    {
        var newest = Trading.Instruments.Venues.All
            .Select(venue => desk.Pairs.SelectMany(p => p.Quotes).Where(q => q.Venue == venue).Max(q => q.UpdatedAt)).ToList();
        if (newest.Contains(null)) return null;
        // A desk that stands still keeps showing fresh stamps: its own age counts too.
        var oldest = newest.Append(desk.At).Min()!.Value;
        return now > oldest ? now - oldest : TimeSpan.Zero;
    }

    /// <summary>What the stream sends: every number by the key its element carries.</summary>
    public object Numbers()
    {
        var all = new Dictionary<string, string>(Strip, StringComparer.Ordinal);
        var rows = Pairs.SelectMany(p => p.Books).Select(r => (r.Key, r.Cells)).Concat(Pairs.SelectMany(p => p.Edges).Select(r => (r.Key, r.Cells)))
            .Concat(Hedges.SelectMany(h => h.Legs).Select(r => (r.Key, r.Cells))).Concat(Venues.Select(r => (r.Key, r.Cells)));
        foreach (var (key, cells) in rows)
        {
            foreach (var (name, text) in cells) all[$"{key}.{name}"] = text;
        }
        foreach (var hedge in Hedges)
        {
            all[$"{hedge.Key}.pnl"] = hedge.Pnl;
            all[$"{hedge.Key}.age"] = hedge.Age;
        }
        return new { ts = Now, stale = Stale, layout = Layout, numbers = all, marks = Marks() };
    }

    private Dictionary<string, string> Marks()
    {
        var marks = Pairs.SelectMany(p => p.Books).ToDictionary(row => row.Key, row => row.Mark, StringComparer.Ordinal);
        foreach (var edge in Pairs.SelectMany(p => p.Edges)) marks[edge.Key] = edge.Mark;
        foreach (var venue in Venues) marks[venue.Key] = venue.Mark;
        return marks;
    }

    private static PairBlock Pair(PairView pair, DateTimeOffset now, DeskWords words) => new(
        pair.Symbol,
        [.. pair.Quotes.Select(quote => Book(pair.Symbol, quote, now))],
        [.. pair.Edges.Select(edge => Edge(pair.Symbol, edge, words))]);

    private static BookRow Book(string symbol, QuoteView quote, DateTimeOffset now) => new(
        $"book.{symbol}.{quote.Venue.Word()}", quote.Venue.Word(), quote.BookValid ? "" : "bad",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["bid_qty"] = PeopleNumbers.Quantity(quote.BidQuantity.Value),
            ["bid"] = PeopleNumbers.Price(quote.Bid),
            ["ask"] = PeopleNumbers.Price(quote.Ask),
            ["ask_qty"] = PeopleNumbers.Quantity(quote.AskQuantity.Value),
            ["mark"] = PeopleNumbers.Price(quote.Mark),
            ["funding"] = PeopleNumbers.Bps(quote.FundingRate * 10_000m),
            ["age"] = PeopleNumbers.Age(now - quote.UpdatedAt),
        });

    private static EdgeRow Edge(string symbol, EdgeView edge, DeskWords words) => new(
        $"edge.{symbol}.{edge.Buy.Word()}", $"{edge.Buy.Word()} → {edge.Sell.Word()}", edge.Verdict is null ? "good" : "",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["entry"] = PeopleNumbers.Bps(edge.Parts?.Entry.Value),
            ["close"] = PeopleNumbers.Bps(edge.Parts?.Close.Value),
            ["fees"] = PeopleNumbers.Bps(edge.Parts?.Fees.Value),
            ["drift"] = PeopleNumbers.Bps(edge.Parts?.Drift.Value),
            ["funding"] = PeopleNumbers.Bps(edge.Parts?.Funding.Value),
            ["net"] = PeopleNumbers.Bps(edge.Parts?.Net.Value),
            ["samples"] = edge.HistorySamples.ToString(),
            ["verdict"] = edge.Verdict ?? words["allowed"],
        });

    private static HedgeBlock Hedge(HedgeRecord hedge, DeskSnapshot desk, DateTimeOffset now, DeskWords words) => new(
        $"hedge.{hedge.Id}", hedge, PositionViews.Status(hedge), PositionViews.IsOpen(hedge),
        PeopleNumbers.SignedMoney(hedge.Realised.Amount + PositionViews.Unrealised(hedge, desk)), PeopleNumbers.Age(now - hedge.OpenedAt),
        [.. hedge.Legs.Select(leg => Leg(hedge, leg, words))]);

    private static LegRow Leg(HedgeRecord hedge, LegRecord leg, DeskWords words) => new(
        $"hedge.{hedge.Id}.{leg.Venue.Word()}", leg.Venue.Word(), words[leg.Side == Side.Buy ? "long" : "short"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["entered"] = PeopleNumbers.Quantity(leg.Entered.Value),
            ["entry_price"] = PeopleNumbers.Price(leg.EntryPrice),
            ["exited"] = PeopleNumbers.Quantity(leg.Exited.Value),
            ["exit_price"] = PeopleNumbers.Price(leg.ExitPrice),
            ["costs"] = PeopleNumbers.Money(leg.Fees.Amount),
        });

    private static VenueRow Row(VenueView venue, DateTimeOffset now, DeskWords words)
    {
        var balance = venue.Balances.FirstOrDefault(b => b.Currency == Trading.Amounts.Money.Usdt);
        var well = venue is { PublicLink: Trading.Exchanges.LinkEvent.Up, PrivateLink: Trading.Exchanges.LinkEvent.Up } && venue.DeadMen.All(man => man.TroubleSince is null);
        return new VenueRow(
            $"venue.{venue.Venue.Word()}", venue.Venue.Word(), well ? "" : "bad",
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["public"] = venue.PublicLink.ToString().ToLowerInvariant(),
                ["private"] = venue.PrivateLink.ToString().ToLowerInvariant(),
                ["equity"] = balance is null ? PeopleNumbers.Nothing : PeopleNumbers.Money(balance.Equity),
                ["free"] = balance is null ? PeopleNumbers.Nothing : PeopleNumbers.Money(balance.Available),
                ["clock"] = venue.Clock is { } clock ? PeopleNumbers.Milliseconds(clock.Offset) : PeopleNumbers.Nothing,
                ["orders"] = $"{venue.OrdersInFlight} / {venue.OrdersUnknown}",
                ["dead_man"] = DeadMan(venue, now, words),
            });
    }

    /// <summary>The countdown of the switch that fires first; what is wrong with one comes before it.</summary>
    private static string DeadMan(VenueView venue, DateTimeOffset now, DeskWords words)
    {
        if (venue.DeadMen.FirstOrDefault(man => man.TroubleSince is not null) is { } trouble) return $"{words["dead_man_trouble"]}: {trouble.Trouble}";
        return venue.DeadMen.Min(man => man.FiresAt) is { } fires ? $"{words["dead_man_fires_in"]} {PeopleNumbers.Age(fires - now)}" : words["dead_man_off"];
    }

    private static string LayoutOf(DeskSnapshot desk, List<HedgeRecord> hedges) => string.Join('|',
    [
        desk.State.ToString(), desk.HoldEpoch.ToString(), desk.DryRun.ToString(), desk.Kill is { Pending: true } ? "kill" : "",
        .. desk.HoldReasons.Select(r => r.Code), .. desk.Blocks.Select(b => b.Code),
        .. desk.Pairs.Select(p => $"{p.Symbol}{p.Quotes.Length}{p.Edges.Length}"), .. hedges.Select(h => $"{h.Id}{h.State}"),
    ]);
}
