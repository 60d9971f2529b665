using System.Collections.Immutable;
using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Risk.Measures;
using PropBot.Trading.Tests.Positions;

namespace PropBot.Trading.Tests.Risk.Measures;

public class CapitalBookTests
{
    [Fact]
    public void usage_is_what_real_hedges_have_open_and_headroom_what_is_left_of_the_limit()
    {
        // 0.02 at 60,000 and 60,150: the dearer leg counts, 1,203.
        var open = Hedge();
        var book = CapitalBook.Of(Limits(("cross_exchange_arb", 50_000m)), [open, open with { Id = "h2", Simulated = true }, open with { Id = "h3", State = HedgeState.Closed }]);
        Assert.Equal(100_000m, book.Total!.Value.Amount);
        var arb = Assert.Single(book.Strategies);
        Assert.Equal(("cross_exchange_arb", 1_203m, 48_797m), (arb.Strategy, arb.Used.Amount, arb.Headroom!.Value.Amount));
    }

    [Fact]
    public void without_a_limit_there_is_no_headroom_and_a_limit_without_hedges_is_all_of_it()
    {
        var book = CapitalBook.Of(Limits(("funding_capture", 10_000m)), [Hedge()]);
        Assert.Equal([("cross_exchange_arb", null), ("funding_capture", 10_000m)], book.Strategies.Select(s => (s.Strategy, s.Headroom?.Amount)));
        Assert.Empty(CapitalBook.Of(new CapitalOptions(), []).Strategies);
    }

    [Fact]
    public void what_is_being_opened_counts_in_full_from_the_first_moment()
    {
        // Planned 0.02 at a mid of 60,075.
        var opening = Hedge() with { State = HedgeState.Exposed, Short = Hedge().Short with { Entered = Quantity.Zero, EntryPrice = null } };
        Assert.Equal(1_201.5m, CapitalBook.Notional(opening));
    }

    private static HedgeRecord Hedge() =>
        Books.Of(Books.Fill(Venue.Binance, false, 0.02m, 60_000m), Books.Fill(Venue.Okx, false, 0.02m, 60_150m)).Hedge;

    private static CapitalOptions Limits(params (string Strategy, decimal Usdt)[] limits) =>
        new() { TotalUsdt = 100_000m, LimitUsdtOf = limits.ToImmutableDictionary(limit => limit.Strategy, limit => limit.Usdt) };
}
