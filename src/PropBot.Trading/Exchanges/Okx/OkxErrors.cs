using System.Collections.Frozen;

namespace PropBot.Trading.Exchanges.Okx;

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
internal readonly record struct OkxMeaning(OkxOutcome Outcome, RefusalKind Kind);

/// <summary>OKX error codes and our reaction (§2.10). A code that is not here is a refusal of its own kind, unless it came with HTTP 5xx.</summary>
internal static class OkxErrors
{
    private static readonly FrozenDictionary<string, OkxMeaning> Table = Rows();

    /// <param name="httpStatus">Decides for unknown codes only: behind a 5xx anything may have happened.</param>
    public static OkxMeaning Of(string code, int httpStatus)
    {
        var known = code.IndexOf('_', StringComparison.Ordinal) is var cut and > 0 ? code[..cut] : code;
        if (Table.TryGetValue(known, out var meaning)) return meaning;
        if (httpStatus == 429) return new(OkxOutcome.Refused, RefusalKind.RateLimited);
        return httpStatus >= 500 || known.Length == 0 ? new(OkxOutcome.Unknown, RefusalKind.Other) : new(OkxOutcome.Refused, RefusalKind.Other);
    }

    private static FrozenDictionary<string, OkxMeaning> Rows()
    {
        var rows = new Dictionary<string, OkxMeaning>(StringComparer.Ordinal);
        // 50013 and 50042 ask to verify before a resend, so they prove nothing about this send.
        Put(OkxOutcome.Unknown, RefusalKind.Other, "50004 50026 51149 51054 50013 50042 51412 64007");
        Put(OkxOutcome.Duplicate, RefusalKind.Other, "51016");
        Put(OkxOutcome.NoSuchOrder, RefusalKind.Other, "51063 51603 51400 51401 51402 51410");
        Put(OkxOutcome.Refused, RefusalKind.Overloaded, "50001");
        Put(OkxOutcome.Refused, RefusalKind.RateLimited, "50011 50061 50040 51113 60014");
        Put(OkxOutcome.Refused, RefusalKind.BadParameter, "50014 50015 50016 50024 50025 51000 51003 51150 51121 60012 60013");
        Put(OkxOutcome.Refused, RefusalKind.BadParameter, "51005 51101 51202 51203");
        Put(OkxOutcome.Refused, RefusalKind.NotAuthorised, "50027 50028 50029 50030 50033 50100 50110 50111 50114 50119 50120 59113");
        Put(OkxOutcome.Refused, RefusalKind.NotAuthorised, "50101 50103 50104 50105 50106 50107 50112 50113 60005 60007 60009 60011 60024 60031");
        Put(OkxOutcome.Refused, RefusalKind.NotAuthorised, "51010 51024 51155 50051 50052");
        Put(OkxOutcome.Refused, RefusalKind.ClockSkew, "50102 60004 60006");
        Put(OkxOutcome.Refused, RefusalKind.ExpiredBeforeArrival, "50036 50037");
        Put(OkxOutcome.Refused, RefusalKind.InstrumentClosed, "50017 50018 50019 50020 50021 50022 50023");
        Put(OkxOutcome.Refused, RefusalKind.InstrumentClosed, "51001 51021 51022 51027 51028 51029 51030 51196 51197 54072");
        Put(OkxOutcome.Refused, RefusalKind.PriceBand, "51006 51116 51137 51138");
        Put(OkxOutcome.Refused, RefusalKind.InsufficientBalance, "51008 51127 51131 51004");
        Put(OkxOutcome.Refused, RefusalKind.TooSmall, "51020 51120 51007");
        Put(OkxOutcome.Refused, RefusalKind.ReduceOnlyNothingToReduce, "51023 51169 51112 51148 51170 51171");
        Put(OkxOutcome.Refused, RefusalKind.Other, "51025 51102 51103 51174 51115 54030 54031 54094 59000 59102 51186");
        return rows.ToFrozenDictionary(StringComparer.Ordinal);

        void Put(OkxOutcome outcome, RefusalKind kind, string codes)
        {
            foreach (var code in codes.Split(' ')) rows.Add(code, new OkxMeaning(outcome, kind));
        }
    }
}
