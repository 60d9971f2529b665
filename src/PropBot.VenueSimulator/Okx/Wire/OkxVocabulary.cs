using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>Fixed words and numbers of the simulated OKX account.</summary>
public static class OkxVocabulary
{
    /// <summary>User id of the one account.</summary>
    public const string Uid = "77982378738415879";

    /// <summary>At most so many items in one batch call (wire-protocols §2.4).</summary>
    public const int LargestBatch = 20;

    /// <summary>Fee group of every linear swap here; trade-fee and instruments agree on it.</summary>
    public const string FeeGroup = "1";

    /// <summary><c>posSide</c>.</summary>
    public static string Word(this SimPositionSide side) => side switch
    {
        SimPositionSide.Long => "long",
        SimPositionSide.Short => "short",
        _ => "net",
    };

    /// <summary><c>stpMode</c> and <c>acctStpMode</c>.</summary>
    public static string Word(this SimSelfTrade mode) => mode switch
    {
        SimSelfTrade.ExpireTaker => "cancel_taker",
        SimSelfTrade.ExpireBoth => "cancel_both",
        SimSelfTrade.ExpireMaker => "cancel_maker",
        _ => "",
    };
}
