using System.Collections.Frozen;

namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>What a code says about the order or cancel it answers.</summary>
internal enum OkxOutcome
{
    /// <summary>Definitely not done.</summary>
    Refused = 0,

    /// <summary>May have been done: ask by client id, never resend (P2).</summary>
    Unknown = 1,

    /// <summary>An order with this client id exists already: it is ours from an earlier send, so ask for it.</summary>
    Duplicate = 2,

    /// <summary>No such order (now).</summary>
    NoSuchOrder = 3,
}

/// <param name="Kind">In our words; meaningful where the outcome is a refusal.</param>
/// <param name="Reaction">What the connector itself does about it, beside telling the desk.</param>
internal readonly record struct OkxMeaning(OkxOutcome Outcome, RefusalKind Kind, OkxReaction Reaction);

/// <summary>OKX error codes and our reaction (wire protocols §2.10). A code that is not here is a refusal of its own kind, unless it came with HTTP 5xx.</summary>
internal static class OkxErrors
{
    public const string Unavailable = "50001";
    public const string WrongEnvironment = "50101";
    public const string ClockExpired = "50102";
    public const string LoginExpired = "60006";
    public const string TierTooLow = "64003";
    public const string ClosingSoon = "64008";
    public const string NoSuchOrder = "51603";
    public const string NoSuchOrderId = "51063";

    /// <summary>Restricted account, permission, key, address, identity (§2.10): stop, and a person must see to it.</summary>
    private const string Restricted = "50027 50028 50029 50030 50033 50100 50110 50111 50114 50119 50120 59113";

    private static readonly FrozenSet<string> ShutOut = Restricted.Split(' ').ToFrozenSet(StringComparer.Ordinal);
    private static readonly FrozenDictionary<string, OkxMeaning> Table = Rows();

    /// <summary>The venue serves this address, key or account no more.</summary>
    public static bool ShutsOut(string code, int httpStatus) => httpStatus is 403 or 418 || ShutOut.Contains(code);

    /// <param name="code"><c>51008</c>, or with its sub-code as documents write it, <c>51008_1000</c>.</param>
    /// <param name="httpStatus">Decides for codes that are not in the table: behind a 5xx anything may have happened.</param>
    public static OkxMeaning Of(string code, int httpStatus)
    {
        var known = code.IndexOf('_', StringComparison.Ordinal) is var cut and > 0 ? code[..cut] : code;
        if (Table.TryGetValue(known, out var meaning)) return meaning;
        if (httpStatus == 429) return new(OkxOutcome.Refused, RefusalKind.RateLimited, OkxReaction.WaitWindow);
        return httpStatus >= 500 || known.Length == 0
            ? new(OkxOutcome.Unknown, RefusalKind.Other, OkxReaction.None)
            : new(OkxOutcome.Refused, RefusalKind.Other, OkxReaction.None);
    }

    private static FrozenDictionary<string, OkxMeaning> Rows()
    {
        var rows = new Dictionary<string, OkxMeaning>(StringComparer.Ordinal);
        NotProven(rows);
        OfTheAccount(rows);
        OfTheOrder(rows);
        OfTheInstrument(rows);
        OfTheSocket(rows);
        return rows.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void NotProven(Dictionary<string, OkxMeaning> rows)
    {
        // 50013 and 50042 ask to verify before a resend, so they prove nothing about this send.
        Put(rows, OkxOutcome.Unknown, RefusalKind.Other, OkxReaction.None, "50004 50026 51149 51054 50042 51412 64007");
        Put(rows, OkxOutcome.Unknown, RefusalKind.Overloaded, OkxReaction.BackOff, "50013");
        Put(rows, OkxOutcome.Duplicate, RefusalKind.Other, OkxReaction.None, "51016");
        Put(rows, OkxOutcome.NoSuchOrder, RefusalKind.Other, OkxReaction.None, "51063 51603 51400 51401 51402 51410 51416 51503");
    }

    private static void OfTheAccount(Dictionary<string, OkxMeaning> rows)
    {
        Put(rows, OkxOutcome.Refused, RefusalKind.Overloaded, OkxReaction.BackOff, Unavailable);
        Put(rows, OkxOutcome.Refused, RefusalKind.RateLimited, OkxReaction.WaitWindow, "50011 50040 51113");
        Put(rows, OkxOutcome.Refused, RefusalKind.RateLimited, OkxReaction.ThrottleOrders, "50061");
        Put(rows, OkxOutcome.Refused, RefusalKind.ClockSkew, OkxReaction.ResyncClock, "50102 60004 60006");
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.HardStop, WrongEnvironment);
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.Alert, Restricted);
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.Alert, "50103 50104 50105 50106 50107 50112 50113 51010 51024 51155 50051 50052");
        Put(rows, OkxOutcome.Refused, RefusalKind.InstrumentClosed, OkxReaction.RefreshAccount, "50017 50018 50019 50020 50021 50022 50023");
        Put(rows, OkxOutcome.Refused, RefusalKind.Other, OkxReaction.None, "59000 59102 51186 54094 51115");
    }

    private static void OfTheOrder(Dictionary<string, OkxMeaning> rows)
    {
        Put(rows, OkxOutcome.Refused, RefusalKind.BadParameter, OkxReaction.Alert, "50014 50015 50016 50024 50025 51000 51003 51150");
        Put(rows, OkxOutcome.Refused, RefusalKind.BadParameter, OkxReaction.None, "51005 51101 51202 51203 51506");
        Put(rows, OkxOutcome.Refused, RefusalKind.ExpiredBeforeArrival, OkxReaction.None, "50036 50037");
        Put(rows, OkxOutcome.Refused, RefusalKind.PriceBand, OkxReaction.None, "51006 51116 51137 51138");
        Put(rows, OkxOutcome.Refused, RefusalKind.InsufficientBalance, OkxReaction.None, "51008 51127 51131 51004");
        Put(rows, OkxOutcome.Refused, RefusalKind.ReduceOnlyNothingToReduce, OkxReaction.RefreshAccount, "51023 51169 51112 51148 51170 51171");
        Put(rows, OkxOutcome.Refused, RefusalKind.Other, OkxReaction.None, "51025 51102 51103 51174 54030 54031");
    }

    private static void OfTheInstrument(Dictionary<string, OkxMeaning> rows)
    {
        Put(rows, OkxOutcome.Refused, RefusalKind.BadParameter, OkxReaction.ReloadInstruments, "51121");
        Put(rows, OkxOutcome.Refused, RefusalKind.TooSmall, OkxReaction.ReloadInstruments, "51020 51120 51007");
        Put(rows, OkxOutcome.Refused, RefusalKind.InstrumentClosed, OkxReaction.ReloadInstruments, "51001 51021 51022 51027 51028 51029 51030 51196 51197 51508 54072");
    }

    private static void OfTheSocket(Dictionary<string, OkxMeaning> rows)
    {
        Put(rows, OkxOutcome.Refused, RefusalKind.BadParameter, OkxReaction.Alert, "60012 60013 60008 60018 60028 64001 64002");
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.Alert, "60005 60007 60024");
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.LogInAgain, "60009 60011 60031");
        Put(rows, OkxOutcome.Refused, RefusalKind.RateLimited, OkxReaction.WaitWindow, "60014 60023");
        Put(rows, OkxOutcome.Refused, RefusalKind.NotAuthorised, OkxReaction.UsePlainBooks, TierTooLow);
        Put(rows, OkxOutcome.Refused, RefusalKind.Overloaded, OkxReaction.LogInAgain, ClosingSoon);
        Put(rows, OkxOutcome.Refused, RefusalKind.Overloaded, OkxReaction.BackOff, "63999");
    }

    private static void Put(Dictionary<string, OkxMeaning> rows, OkxOutcome outcome, RefusalKind kind, OkxReaction reaction, string codes)
    {
        foreach (var code in codes.Split(' ')) rows.Add(code, new OkxMeaning(outcome, kind, reaction));
    }
}
