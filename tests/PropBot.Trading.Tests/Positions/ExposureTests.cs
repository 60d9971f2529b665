using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using static PropBot.Trading.Tests.Positions.Books;

namespace PropBot.Trading.Tests.Positions;

public class ExposureTests
{
    private static readonly HedgeRecord Whole = Of(Fill(Venue.Binance, false, 0.02m, 60_000m), Fill(Venue.Okx, false, 0.02m, 60_150m)).Hedge;
    private static readonly HedgeRecord Partial = Of(Fill(Venue.Binance, false, 0.01m, 60_000m)).Hedge with { Id = "h2" };
    private static readonly HedgeRecord Closed = Of(Fill(Venue.Binance, false, 0.01m, 60_000m), Fill(Venue.Binance, true, 0.01m, 60_000m)).Hedge with { Id = "h3" };

    [Fact]
    public void what_is_open_counts_per_venue_symbol_and_coin_at_marks()
    {
        var exposure = Exposure.Of([Whole, Partial, Closed], Even, simulated: false);
        Assert.Equal((0.03m * 60_100m, 0m), (exposure.Venues[0].Long.Amount, exposure.Venues[0].Short.Amount));
        Assert.Equal(0.02m * 60_110m, exposure.Venues[1].Short.Amount);
        Assert.Equal((0.03m, 0.02m, 0.01m), (exposure.Symbols[0].Long, exposure.Symbols[0].Short, exposure.Symbols[0].Net));
        Assert.Equal(("BTC", 0.01m), (exposure.Coins[0].Coin, exposure.Coins[0].Net));
        Assert.Equal(0.03m * 60_100m + 0.02m * 60_110m, exposure.Gross.Amount);
        Assert.Equal((1, 1, 2), (exposure.Open, exposure.Partial, exposure.Positions));
    }

    [Fact]
    public void a_healthy_hedge_has_no_delta() => Assert.Equal(0m, Exposure.Of([Whole], Even, simulated: false).Coins.Single().Net);

    [Fact]
    public void simulated_hedges_are_no_exposure_of_the_real_book()
    {
        var pretended = Whole with { Simulated = true };
        Assert.Equal(0m, Exposure.Of([pretended], Even, simulated: false).Gross.Amount);
        Assert.Equal(1, Exposure.Of([pretended, Whole], Even, simulated: true).Open);
    }

    [Fact]
    public void a_snapshot_has_the_predecessors_shape_and_comes_back_from_its_text()
    {
        var snapshot = PnlSnapshot.Draw(Noon, "periodic", [Whole, Partial, Closed, Whole with { Id = "h9", Simulated = true }], Even, 12.5m);
        var json = System.Text.Json.Nodes.JsonNode.Parse(snapshot.ToJson())!;
        Assert.Equal(
            ["mark_stale", "open_positions", "open_positions_total", "partial_positions", "pnl_totals", "reason", "simulated", "timestamp", "total_exposure_usd", "total_exposure_usd_total", "unrealized_pnl_total"],
            json.AsObject().Select(field => field.Key).Order(StringComparer.Ordinal));
        Assert.Equal((12.5m, 3.8m, 16.3m), ((decimal)json["pnl_totals"]!["realized"]!, (decimal)json["pnl_totals"]!["unrealized"]!, (decimal)json["pnl_totals"]!["total"]!));
        Assert.Equal(1803m, (decimal)json["total_exposure_usd"]!["binance"]!);
        Assert.Equal(1202.2m, (decimal)json["simulated"]!["per_venue"]!["okx"]!);
        Assert.Equal((1, 1, 2), ((int)json["open_positions"]!, (int)json["partial_positions"]!, (int)json["open_positions_total"]!));
        Assert.Equal(snapshot.ToJson(), PnlSnapshot.FromJson(snapshot.ToJson())!.ToJson());
    }
}
