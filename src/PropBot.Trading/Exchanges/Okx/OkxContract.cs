using PropBot.Trading.Amounts;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>
/// A linear USDT swap as OKX lists it (public/instruments, §2.5). One contract is <paramref name="Multiplier"/> = ctVal × ctMult base coins.
/// The only place besides the wire itself where contracts are counted (R24).
/// </summary>
internal sealed record OkxContract(
    string InstId, string Family, string Symbol, string GroupId, decimal Multiplier, decimal Tick,
    decimal LotContracts, decimal MinContracts, decimal MaxContracts, InstrumentStatus Status)
{
    public decimal LotBase { get; } = LotContracts * Multiplier;

    public decimal ToBase(decimal contracts) => contracts * Multiplier;

    /// <summary>
    /// Contracts for a base quantity that is a multiple of the lot. Counted in whole lots, so that a long multiplier cannot leave a
    /// rounded last digit.
    /// </summary>
    public decimal ToContracts(decimal baseQuantity) => decimal.Round(baseQuantity / LotBase) * LotContracts;

    public bool IsWholeLots(decimal baseQuantity) => baseQuantity % LotBase == 0m;

    public Instrument ToInstrument() => new(
        Venue.Okx, Symbol, InstId, new Price(Tick), new Quantity(LotBase), new Quantity(ToBase(MinContracts)),
        new Quantity(ToBase(MaxContracts)), Money.OfUsdt(0m), Status);
}
