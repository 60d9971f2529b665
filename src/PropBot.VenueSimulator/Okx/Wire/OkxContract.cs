using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>One swap as OKX describes it. Sizes on the wire are contracts; the venue core counts base coin: base = contracts × ctVal (§2.3).</summary>
/// <param name="Symbol">The core's name for it.</param>
/// <param name="MaxSz">The largest order, contracts.</param>
public sealed record OkxContract(
    string InstId, string Symbol, int InstIdCode, decimal CtVal, decimal TickSz, decimal LotSz, decimal MinSz, decimal MaxSz, int MaxLever)
{
    public SimInstrumentStatus Status { get; init; }

    /// <summary>Announced, in base coin; null when nothing is.</summary>
    public SimUpcomingChange? Upcoming { get; init; }

    public string Base => InstId[..InstId.IndexOf('-')];

    public string Family => InstId[..^"-SWAP".Length];

    /// <summary><c>live</c>, <c>post_only</c>, <c>preopen</c> or <c>suspend</c>; OKX has no word for a contract that only takes reducing orders.</summary>
    public string State => Status switch
    {
        SimInstrumentStatus.Trading or SimInstrumentStatus.ReduceOnly => "live",
        SimInstrumentStatus.PostOnly => "post_only",
        SimInstrumentStatus.Pending => "preopen",
        _ => "suspend",
    };

    public decimal ToBase(decimal contracts) => contracts * CtVal;

    public decimal ToContracts(decimal quantity) => quantity / CtVal;

    /// <summary>A base quantity as OKX writes it: contracts.</summary>
    public string Size(decimal quantity) => OkxText.Number(ToContracts(quantity));

    public static OkxContract Of(SimInstrument listed, int code, int maxLever) => new(
        $"{listed.Base}-{listed.Quote}-SWAP", listed.Symbol, code, listed.ContractSize, listed.Tick,
        listed.Step / listed.ContractSize, listed.MinQuantity / listed.ContractSize, listed.MaxQuantity / listed.ContractSize, maxLever)
    {
        Status = listed.Status,
        Upcoming = listed.Upcoming,
    };
}
