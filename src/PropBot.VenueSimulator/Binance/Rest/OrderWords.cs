using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>The venue's words for the terms of an order. <c>Read…</c> answers null for a word it does not know.</summary>
internal static class OrderWords
{
    private static readonly Dictionary<string, SimTimeInForce> TimesInForce = new(StringComparer.Ordinal)
    {
        ["GTC"] = SimTimeInForce.GoodTillCancel,
        ["IOC"] = SimTimeInForce.ImmediateOrCancel,
        ["FOK"] = SimTimeInForce.FillOrKill,
        ["GTX"] = SimTimeInForce.PostOnly,
        ["GTD"] = SimTimeInForce.GoodTillDate,
    };

    private static readonly Dictionary<string, SimSelfTrade> SelfTrades = new(StringComparer.Ordinal)
    {
        ["NONE"] = SimSelfTrade.None,
        ["EXPIRE_TAKER"] = SimSelfTrade.ExpireTaker,
        ["EXPIRE_MAKER"] = SimSelfTrade.ExpireMaker,
        ["EXPIRE_BOTH"] = SimSelfTrade.ExpireBoth,
    };

    private static readonly Dictionary<string, SimPriceMatch> PriceMatches = new(StringComparer.Ordinal)
    {
        ["NONE"] = SimPriceMatch.None,
        ["OPPONENT"] = SimPriceMatch.Opponent,
        ["OPPONENT_5"] = SimPriceMatch.Opponent5,
        ["OPPONENT_10"] = SimPriceMatch.Opponent10,
        ["OPPONENT_20"] = SimPriceMatch.Opponent20,
        ["QUEUE"] = SimPriceMatch.Queue,
        ["QUEUE_5"] = SimPriceMatch.Queue5,
        ["QUEUE_10"] = SimPriceMatch.Queue10,
        ["QUEUE_20"] = SimPriceMatch.Queue20,
    };

    private static readonly Dictionary<string, SimPositionSide> PositionSides = new(StringComparer.Ordinal)
    {
        ["BOTH"] = SimPositionSide.Net,
        ["LONG"] = SimPositionSide.Long,
        ["SHORT"] = SimPositionSide.Short,
    };

    public static IEnumerable<string> AllTimesInForce => TimesInForce.Keys;

    public static SimTimeInForce? ReadTimeInForce(string word) => Find(TimesInForce, word);

    public static SimSelfTrade? ReadSelfTrade(string word) => Find(SelfTrades, word);

    public static SimPriceMatch? ReadPriceMatch(string word) => Find(PriceMatches, word);

    public static SimPositionSide? ReadPositionSide(string word) => Find(PositionSides, word);

    public static string Of(SimTimeInForce value) => TimesInForce.First(w => w.Value == value).Key;

    public static string Of(SimSelfTrade value) => SelfTrades.First(w => w.Value == value).Key;

    public static string Of(SimPriceMatch value) => PriceMatches.First(w => w.Value == value).Key;

    public static string Of(SimPositionSide value) => PositionSides.First(w => w.Value == value).Key;

    /// <summary>The status of a symbol.</summary>
    public static string Of(SimInstrumentStatus status) => status switch
    {
        SimInstrumentStatus.Trading or SimInstrumentStatus.PostOnly => "TRADING",
        SimInstrumentStatus.Pending => "PENDING_TRADING",
        SimInstrumentStatus.Settling => "SETTLING",
        SimInstrumentStatus.ReduceOnly => "PRE_SETTLE",
        SimInstrumentStatus.Suspended => "CANCEL_ONLY",
        _ => "CLOSE",
    };

    private static T? Find<T>(Dictionary<string, T> words, string word)
        where T : struct => words.TryGetValue(word, out var value) ? value : null;
}
