using PropBot.Trading.Instruments;
using PropBot.Trading.Orders;

namespace PropBot.Trading.Tests.Orders;

public class OrderNamesTests
{
    [Fact]
    public void the_same_intent_has_the_same_id() =>
        Assert.Equal(OrderNames.Order(OrderNames.Hedge("abc123", 1, 42), Venue.Okx, 1), OrderNames.Order(OrderNames.Hedge("abc123", 1, 42), Venue.Okx, 1));

    [Fact]
    public void case_27_another_store_epoch_hedge_leg_or_number_has_another_id()
    {
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tag in new[] { "abc123", "abc124" })
            foreach (var epoch in new[] { 1, 2 })
                for (var hedge = 0L; hedge < 200; hedge++)
                    foreach (var venue in Venues.All)
                        for (var number = 1; number <= 40; number++)
                            Assert.True(ids.Add(OrderNames.Order(OrderNames.Hedge(tag, epoch, hedge), venue, number).Value));
    }

    [Fact]
    public void even_the_largest_id_fits_the_narrower_venue() =>
        Assert.True(OrderNames.Order(OrderNames.Hedge("zzzzzz", 9_999, 2_000_000_000), Venue.Binance, 1_000).Value.Length <= 32);
}
