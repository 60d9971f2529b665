using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Markets;

namespace PropBot.VenueSimulator.Tests.Core;

/// <summary>Watches one direction of one symbol: when buying 1,000 USDT on one venue and selling on the other pays 25 bps, and how long until it does not.</summary>
internal sealed class EdgeWatch(string symbol, int buyVenue)
{
    private readonly RawBook bought = new();
    private readonly RawBook sold = new();
    private int? openedAt;
    private bool open;

    public int Opened { get; private set; }
    public List<int> OpenFor { get; } = [];
    public List<int> BackAfter { get; } = [];

    public void Look(SimMarket market, int step, VenueProfile first, VenueProfile second)
    {
        var (buyer, seller) = buyVenue == 0 ? (first, second) : (second, first);
        market.Read(buyer.Index, Listed(buyer), bought);
        market.Read(seller.Index, Listed(seller), sold);
        var entry = Bps(Average(sold.Bids), Average(bought.Asks));
        if (entry >= 25m && !open) Open(step);
        else if (entry < 25m && open) Shut(step);
        // Back: leaving now (selling where it was bought, buying back where it was sold) costs less than 4 bps of what was gained.
        if (openedAt is { } at && Bps(Average(sold.Asks), Average(bought.Bids)) < 4m)
        {
            BackAfter.Add(step - at);
            openedAt = null;
        }
    }

    private void Open(int step)
    {
        open = true;
        if (openedAt is not null) return;
        Opened++;
        openedAt = step;
    }

    private void Shut(int step)
    {
        open = false;
        if (openedAt is { } at) OpenFor.Add(step - at);
    }

    private SimInstrument Listed(VenueProfile profile) => profile.Instruments.Single(i => i.Symbol == symbol);

    private static decimal Bps(decimal sell, decimal buy) => (sell - buy) / ((sell + buy) / 2m) * 10_000m;

    private static decimal Average(List<BookLevel> levels)
    {
        var left = 1_000m / levels[0].Price;
        var (quantity, value) = (0m, 0m);
        foreach (var level in levels)
        {
            var part = Math.Min(left, level.Quantity);
            (quantity, value, left) = (quantity + part, value + (part * level.Price), left - part);
            if (left <= 0m) break;
        }

        return value / quantity;
    }
}
