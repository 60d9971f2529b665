using FsCheck;
using FsCheck.Fluent;
using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Tests.Exchanges.Okx;

public class OkxContractSizeTests
{
    private static readonly decimal[] Values = [0.01m, 0.1m, 1m, 10m, 1000m, 1_000_000m, 0.0001m, 0.03m, 7m];
    private static readonly decimal[] Multiples = [1m, 10m, 0.1m, 3m];
    private static readonly decimal[] Lots = [0.01m, 0.1m, 1m, 0.001m, 5m];

    [Fact]
    public void case_10_whole_lots_come_back_from_base_coin_unchanged() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(), Gen.Elements(Values).ToArbitrary(), Gen.Zip(Gen.Elements(Multiples), Gen.Elements(Lots)).ToArbitrary(),
            (lots, value, rest) =>
            {
                var contract = Contract(value * rest.Item1, rest.Item2);
                var contracts = lots.Get * rest.Item2;
                var quantity = contract.ToBase(contracts);
                return contract.IsWholeLots(quantity) && contract.ToContracts(quantity) == contracts;
            }));

    [Fact]
    public void case_10_a_quantity_between_two_lots_is_never_whole() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            ArbMap.Default.ArbFor<PositiveInt>(), Gen.Elements(Values).ToArbitrary(), Gen.Elements(Lots).ToArbitrary(),
            (lots, value, lot) => !Contract(value, lot).IsWholeLots((lots.Get + 0.5m) * lot * value)));

    [Fact]
    public void three_tenths_of_a_bitcoin_are_thirty_contracts() => Assert.Equal("30", Decimals.Plain(Contract(0.01m, 0.01m).ToContracts(0.3m)));

    [Fact]
    public async Task case_08_the_documented_instruments_are_told_in_base_coin_and_only_linear_usdt_swaps_of_the_universe()
    {
        await using var stage = new OkxStage();
        var answer = await stage.Venue.ReadInstruments(CancellationToken.None);

        var instruments = Assert.IsType<Trading.Exchanges.VenueAnswer<IReadOnlyList<Instrument>>.Got>(answer).Value;
        Assert.Equal(
            new Instrument(
                Venue.Okx, "BTCUSDT", "BTC-USDT-SWAP", new Price(0.1m), new Quantity(0.0001m), new Quantity(0.0001m), new Quantity(1_000_000m),
                Money.OfUsdt(0m), InstrumentStatus.Trading),
            instruments[0]);
        Assert.Equal(["BTCUSDT", "ETHUSDT", "SOLUSDT"], instruments.Select(i => i.Symbol));
        Assert.Equal([InstrumentStatus.Trading, InstrumentStatus.CloseOnly, InstrumentStatus.Halted], instruments.Select(i => i.Status));
        Assert.Equal([0.0001m, 0.001m, 0.01m], instruments.Select(i => i.Lot.Value));
        Assert.Equal(0.1m, instruments[2].MinQuantity.Value);
    }

    private static OkxContract Contract(decimal multiplier, decimal lot) =>
        new("X-USDT-SWAP", "X-USDT", "XUSDT", "1", multiplier, 0.1m, lot, lot, 1_000_000m, InstrumentStatus.Trading);
}
