using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rows;

/// <summary>A candle: start, four prices, for the last price also the volume in contracts, coin and USDT, and whether it is finished.</summary>
public static class CandleRow
{
    public static JsonArray Of(OkxBar bar, OkxBarWidth width, OkxPriceKind kind, OkxContract contract, DateTimeOffset now)
    {
        var row = new JsonArray(
            OkxText.Time(bar.Start), OkxText.Number(bar.Open), OkxText.Number(bar.High), OkxText.Number(bar.Low), OkxText.Number(bar.Close));
        if (kind == OkxPriceKind.Last)
        {
            row.Add(contract.Size(bar.Volume));
            row.Add(OkxText.Number(bar.Volume));
            row.Add(OkxText.Number(bar.Value));
        }

        row.Add(width.StartOf(now) > bar.Start ? "1" : "0");
        return row;
    }
}
