using System.Text.Json;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>What an error of Binance means for an order: a definite no, or not known (wire protocols 1.10).</summary>
internal static class BinanceErrors
{
    public const int OutsideRecvWindow = -1021;
    public const int OutsideRecvWindowAtEngine = -5028;
    public const int TooMuchWeight = -1003;
    public const int TooManyOrders = -1015;
    public const int ListenKeyGone = -1125;
    public const int CancelRejected = -2011;
    public const int NoSuchOrder = -2013;
    public const int NoNeedToChangeMarginType = -4046;
    public const int NoNeedToChangePositionSide = -4059;
    public const int DuplicateClientId = -4116;

    /// <summary>Reads <c>{"code":-1121,"msg":"…"}</c>. Success replies may carry a positive code; it is no error. Zero and empty when the body says nothing.</summary>
    public static (int Code, string Text) Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind != JsonValueKind.Object) return (0, "");
            var code = document.RootElement.OptionalLong("code") ?? 0;
            return (code is < 0 and > int.MinValue ? (int)code : 0, document.RootElement.Text("msg"));
        }
        catch (Exception garbage) when (garbage is JsonException or FormatException)
        {
            return (0, "");
        }
    }

    /// <summary>The meaning of an answer to an order or cancel that is not a success.</summary>
    public static OrderReply Meaning(int status, int code, string text)
    {
        if (code == 0) return WithoutCode(status, text);
        if (Undecided(code)) return new OrderReply.Unknown($"HTTP {status} {code} {text}");
        // 5xx with a code that the table does not call definite: the venue itself was in trouble, so nothing is proven (P2).
        if (status >= 500 && KindOf(code) is RefusalKind.Other) return new OrderReply.Unknown($"HTTP {status} {code} {text}");
        return Refused(KindOf(code), $"{code}", text);
    }

    /// <summary>
    /// "Unknown error" (-1000), "Internal error" (-1001), "unexpected response, execution status unknown" (-1006), "timeout waiting for
    /// response, send status unknown" (-1007). -1001 is called failed by the documents with the advice to check once; not knowing is that check.
    /// </summary>
    private static bool Undecided(int code) => code is -1000 or -1001 or -1006 or -1007;

    private static OrderReply WithoutCode(int status, string text) => status switch
    {
        503 when text.StartsWith("Service Unavailable", StringComparison.OrdinalIgnoreCase) => Refused(RefusalKind.Overloaded, "503", text),
        401 => Refused(RefusalKind.NotAuthorised, "401", text),
        403 => Refused(RefusalKind.NotAuthorised, "403", "refused by the venue's firewall"),
        418 or 429 => Refused(RefusalKind.RateLimited, $"{status}", text),
        _ => new OrderReply.Unknown($"HTTP {status} {text}"),
    };

    public static RefusalKind KindOf(int code) => code switch
    {
        TooMuchWeight or TooManyOrders => RefusalKind.RateLimited,
        -1008 or -1016 => RefusalKind.Overloaded,
        OutsideRecvWindow or OutsideRecvWindowAtEngine => RefusalKind.ClockSkew,
        -1002 or -1022 or -2014 or -2015 or -2017 or -4087 or -4088 or -4400 or -4401 => RefusalKind.NotAuthorised,
        <= -1100 and >= -1136 => RefusalKind.BadParameter,
        -4001 or -4002 or -4013 or -4014 or -4023 or -4005 or -4015 or -4061 or -4062 or -4120 => RefusalKind.BadParameter,
        -4003 or -4004 or -4164 or -5029 => RefusalKind.TooSmall,
        -2018 or -2019 or -2027 or -2028 => RefusalKind.InsufficientBalance,
        -2022 or -2024 or -4118 => RefusalKind.ReduceOnlyNothingToReduce,
        -4016 or -4024 or -4131 => RefusalKind.PriceBand,
        -4108 or -4140 or -4141 or -4192 => RefusalKind.InstrumentClosed,
        _ => RefusalKind.Other,
    };

    private static OrderReply.Refused Refused(RefusalKind kind, string code, string text) => new(new VenueRefusal(kind, code, text));
}
