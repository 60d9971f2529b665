namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>One swap as OKX describes it. Sizes on the wire are contracts; the venue core counts base coin: base = contracts × ctVal (§2.3).</summary>
/// <param name="Symbol">The core's name for it.</param>
/// <param name="MaxSz">The largest order, contracts.</param>
public sealed record OkxContract(
    string InstId, string Symbol, int InstIdCode, decimal CtVal, decimal TickSz, decimal LotSz, decimal MinSz, decimal MaxSz, int MaxLever)
{
    public string Base => InstId[..InstId.IndexOf('-')];

    public string Family => InstId[..^"-SWAP".Length];

    public decimal ToBase(decimal contracts) => contracts * CtVal;

    public decimal ToContracts(decimal quantity) => quantity / CtVal;

    /// <summary>A base quantity as OKX writes it: contracts.</summary>
    public string Size(decimal quantity) => OkxText.Number(ToContracts(quantity));
}
