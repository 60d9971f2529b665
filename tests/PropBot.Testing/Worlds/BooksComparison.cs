using System.Globalization;
using PropBot.Trading.Instruments;
using PropBot.Trading.Ledger;
using PropBot.Trading.Orders;
using PropBot.Trading.Positions;
using PropBot.VenueSimulator.Core;

namespace PropBot.Testing.Worlds;

/// <summary>The ledger beside the venues' own books, to the last digit: orders by client id, fills by trade id, positions, fees, funding, wallet.</summary>
public static class BooksComparison
{
    /// <summary>One sentence a difference; empty when both tell the same story.</summary>
    public static IReadOnlyList<string> Differences(ILedger ledger, Func<Venue, VenueCore> core)
    {
        var books = LedgerBooks.Read(ledger);
        return [.. Venues.All.SelectMany(venue => Of(venue, core(venue), books)), .. Legs(books)];
    }

    /// <summary>An order sent again while its twin was unknown would show here although both sides book it alike (R31).</summary>
    private static IEnumerable<string> Legs(LedgerBooks books)
    {
        foreach (var leg in books.Legs)
        {
            if (leg.Opened > leg.Planned) yield return $"hedge {leg.HedgeId} opened {leg.Opened} on {leg.Venue.Word()}, planned were {leg.Planned}";
            if (leg.Reduced > leg.Opened) yield return $"hedge {leg.HedgeId} reduced {leg.Reduced} on {leg.Venue.Word()}, open were {leg.Opened}";
        }
    }

    private static IEnumerable<string> Of(Venue venue, VenueCore core, LedgerBooks books)
    {
        var fills = books.Fills.Where(f => f.Venue == venue).ToList();
        // What the venue did itself has no name of ours: trades, positions and money are compared all the same.
        return Orders(venue, core, books.Orders.Where(o => o.Venue == venue && !o.IsTakeover).ToList())
            .Concat(Fills(venue, core, fills))
            .Concat(Positions(venue, core, fills))
            .Concat(Money(venue, core, fills, books.Fundings.Where(f => f.Venue == venue).Sum(f => f.Amount)));
    }

    private static IEnumerable<string> Orders(Venue venue, VenueCore core, List<OrderRow> rows)
    {
        var ours = rows.ToDictionary(r => r.Id, StringComparer.Ordinal);
        var theirs = core.Orders().Where(o => !IsTakeover(o.Origin)).GroupBy(o => o.ClientId, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.ToList(), StringComparer.Ordinal);
        foreach (var (id, orders) in theirs)
        {
            if (orders.Count > 1) yield return $"{venue.Word()} accepted client id {id} {orders.Count} times";
            if (!ours.TryGetValue(id, out var row)) yield return $"{venue.Word()} has order {id}, the ledger does not";
            else if (row.Quantity != orders[0].Quantity || (row.Side == Side.Buy) != (orders[0].Side == SimSide.Buy))
                yield return $"{venue.Word()} order {id} is {orders[0].Side} {orders[0].Quantity}, the ledger says {row.Side} {row.Quantity}";
        }

        foreach (var row in rows)
        {
            if (!row.State.IsTerminal()) yield return $"order {row.Id} on {venue.Word()} is not accounted for: {row.State}";
            var expected = row.State is OrderState.Filled or OrderState.Ended;
            if (row.State.IsTerminal() && theirs.ContainsKey(row.Id) != expected)
                yield return $"order {row.Id} is {row.State} in the ledger and {(expected ? "unknown to" : "known to")} {venue.Word()}";
        }
    }

    private static IEnumerable<string> Fills(Venue venue, VenueCore core, List<FillRow> rows)
    {
        // A trade of the venue's own that took several hedges is booked in parts.
        var ours = rows.GroupBy(f => f.TradeId.Split(FillParts.Mark)[0], StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First() with { Quantity = g.Sum(f => f.Quantity), Fee = g.Sum(f => f.Fee) }, StringComparer.Ordinal);
        var theirs = core.Fills();
        foreach (var fill in theirs)
        {
            var id = fill.TradeId.ToString(CultureInfo.InvariantCulture);
            if (!ours.Remove(id, out var row)) yield return $"{venue.Word()} fill {id} of order {fill.ClientId} is not in the ledger";
            else if ((row.OrderId != fill.ClientId && !IsTakeover(fill.Origin)) || row.Quantity != fill.Quantity || row.Price != fill.Price || row.Fee != fill.Fee || row.Symbol != fill.Symbol)
                yield return $"{venue.Word()} fill {id} differs: ledger {row}, venue {fill}";
        }

        foreach (var row in ours.Values) yield return $"the ledger holds fill {row}, {venue.Word()} does not";
    }

    private static bool IsTakeover(SimOrderOrigin origin) => origin is SimOrderOrigin.Liquidation or SimOrderOrigin.Adl;

    private static IEnumerable<string> Positions(Venue venue, VenueCore core, List<FillRow> rows)
    {
        foreach (var symbol in core.Instruments.Select(i => i.Symbol))
        {
            var ours = rows.Where(f => f.Symbol == symbol).Sum(f => f.Signed);
            var theirs = core.Position(symbol).Position.Quantity;
            if (ours != theirs) yield return $"{venue.Word()} {symbol}: ledger {ours}, venue {theirs}";
        }
    }

    private static IEnumerable<string> Money(Venue venue, VenueCore core, List<FillRow> rows, decimal funding)
    {
        var header = core.Header();
        var fees = rows.Sum(f => f.Fee);
        if (fees != header.Fees) yield return $"{venue.Word()} fees: ledger {fees}, venue {header.Fees}";
        if (funding != header.Funding) yield return $"{venue.Word()} funding: ledger {funding}, venue {header.Funding}";
        // What is open is carried at cost, so that no price and no rounding enters.
        var cost = core.Positions().Sum(p => p.Position.EntryValue);
        var wallet = header.Deposits + rows.Sum(f => f.Cash) + cost + funding;
        if (wallet != header.Wallet) yield return $"{venue.Word()} wallet: ledger {wallet}, venue {header.Wallet}";
    }
}
