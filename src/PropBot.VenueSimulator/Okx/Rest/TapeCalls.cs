using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Public REST about what happened: candles and trades (wire-protocols §2.5). It reaches back to the start of this venue.</summary>
public sealed class TapeCalls(VenueCore venue, OkxListing listing, OkxTape tape)
{
    private const int UsualCandles = 100;
    private const int MostCandles = 300;
    private const int MostTrades = 500;

    public void Register(OkxRouter router)
    {
        foreach (var (path, kind) in new (string, OkxPriceKind)[] { ("", OkxPriceKind.Last), ("mark-price-", OkxPriceKind.Mark), ("index-", OkxPriceKind.Index) })
        {
            router.Public($"market/{path}candles", call => Candles(call, kind));
            router.Public(kind == OkxPriceKind.Last ? "market/history-candles" : $"market/history-{path}candles", call => Candles(call, kind));
        }

        router.Public("market/trades", Trades);
        router.Public("market/history-trades", History);
    }

    private OkxReply Candles(OkxCall call, OkxPriceKind kind)
    {
        if (call["instId"] is null) return OkxEnvelope.Refusal(OkxError.ParameterEmpty("instId"));
        if (listing.FindEither(call["instId"]) is not { } contract) return OkxEnvelope.Refusal(OkxError.InstrumentUnknown);
        if (OkxBarWidth.Parse(call["bar"] ?? "1m") is not { } width) return OkxEnvelope.Refusal(OkxError.ParameterWrong("bar"));
        var limit = OkxText.TryInteger(call["limit"], out var asked) ? (int)Math.Clamp(asked, 1, MostCandles) : UsualCandles;
        var rows = tape.Bars(contract.Symbol, kind).Of(width)
            .Where(bar => OkxPage.Between(bar.Start.ToUnixTimeMilliseconds(), call["before"], call["after"]))
            .Take(limit)
            .Select(bar => CandleRow.Of(bar, width, kind, contract, venue.Now));
        return OkxEnvelope.Data(new JsonArray([.. rows]));
    }

    private OkxReply Trades(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return Unknown(call);
        var limit = OkxText.TryInteger(call["limit"], out var asked) ? (int)Math.Clamp(asked, 1, MostTrades) : UsualCandles;
        return OkxEnvelope.Data(new JsonArray([.. tape.Trades(contract.Symbol).Reverse().Take(limit).Select(trade => MarketRow.Trade(trade, contract))]));
    }

    /// <summary>Paged by trade id (type 1, the usual) or by time (type 2).</summary>
    private OkxReply History(OkxCall call)
    {
        if (!listing.TryFind(call["instId"], out var contract)) return Unknown(call);
        Func<SimTrade, long> key = call["type"] == "2" ? trade => trade.Time.ToUnixTimeMilliseconds() : trade => trade.Id;
        return OkxPage.Of(call, tape.Trades(contract.Symbol).Reverse(), key, trade => trade.Time, trade => MarketRow.Trade(trade, contract));
    }

    private static OkxReply Unknown(OkxCall call) =>
        OkxEnvelope.Refusal(call["instId"] is null ? OkxError.ParameterEmpty("instId") : OkxError.InstrumentUnknown);
}
