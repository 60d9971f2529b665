using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>The market's rows as they are now, for REST and for the channels.</summary>
public sealed class OkxMarket(VenueCore venue, OkxTape tape)
{
    public OkxTape Tape => tape;

    public OkxMaintenance Maintenance { get; } = new(venue);

    public JsonObject Ticker(OkxContract contract) =>
        TickerRow.Of(venue.Book(contract.Symbol, 1), venue.Reference(contract.Symbol).Mark, tape, contract, Now);

    public JsonObject Index(OkxContract contract) => TickerRow.Index(venue.Reference(contract.Symbol).Index, tape, contract, Now);

    public JsonObject Book(OkxContract contract, int depth) => MarketRow.Book(venue.Book(contract.Symbol, depth), depth, contract);

    public JsonObject Mark(OkxContract contract) => MarketRow.Mark(venue.Reference(contract.Symbol), contract, Now);

    public JsonObject Limit(OkxContract contract) => MarketRow.Limit(venue.PriceLimits(contract.Symbol), contract, Now);

    public JsonObject OpenInterest(OkxContract contract) =>
        MarketRow.OpenInterest(venue.Positions().Where(view => view.Position.Symbol == contract.Symbol).Sum(view => Math.Abs(view.Position.Quantity)), venue.Reference(contract.Symbol).Mark, contract, Now);

    public JsonObject Funding(OkxContract contract)
    {
        var settled = venue.FundingHistory(contract.Symbol);
        return MarketRow.Funding(venue.Reference(contract.Symbol), settled.Count == 0 ? null : settled[^1], contract, Now);
    }

    private DateTimeOffset Now => venue.Now;
}
