namespace PropBot.Trading.Positions;

/// <summary>Who earns with a hedge. Ledger, settings (CAPITAL_LIMIT__…) and API use these words.</summary>
public static class StrategyNames
{
    /// <summary>The basis between the venues; every hedge a person opens counts here too.</summary>
    public const string Basis = "cross_exchange_arb";

    /// <summary>The difference between the venues' funding.</summary>
    public const string Funding = "funding_capture";

    public static readonly IReadOnlyList<string> All = [Basis, Funding];
}
