using System.Text.Json;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>What an error says about the order or cancel it answers.</summary>
internal enum BinanceVerdict
{
    /// <summary>A definite no: nothing was executed.</summary>
    Refused = 0,

    /// <summary>It may have been executed: only stream, query or the end of its validity settles it.</summary>
    Unknown = 1,

    /// <summary>Called failed by the documents, with the advice to look once (-1001).</summary>
    LookOnce = 2,

    /// <summary>An order of this name is open: an earlier sending of ours arrived (-4116).</summary>
    AlreadyThere = 3,

    /// <summary>Not taken because of its timestamp: a fresh one may be signed once (-1021, -5028).</summary>
    FreshTimestamp = 4,
}

/// <summary>What each error of Binance means for an order, and what it asks of us (wire protocols 1.10).</summary>
internal static class BinanceErrors
{
    public const int InternalError = -1001;
    public const int TooMuchWeight = -1003;
    public const int Throttled = -1008;
    public const int TooManyOrders = -1015;
    public const int ServiceShutDown = -1016;
    public const int OutsideRecvWindow = -1021;
    public const int OutsideRecvWindowAtEngine = -5028;
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
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : (0, "");
        }
        catch (Exception garbage) when (garbage is JsonException or FormatException)
        {
            return (0, "");
        }
    }

    public static (int Code, string Text) Read(JsonElement error)
    {
        var code = error.OptionalLong("code") ?? 0;
        return (code is < 0 and > int.MinValue ? (int)code : 0, error.Text("msg"));
    }

    /// <param name="status">HTTP status, or that of the WebSocket API, which uses the same numbers.</param>
    public static BinanceVerdict VerdictOf(int status, int code, string text) => code switch
    {
        0 => IsDefinite(status, text) ? BinanceVerdict.Refused : BinanceVerdict.Unknown,
        InternalError => BinanceVerdict.LookOnce,
        // "Unknown error", "execution status unknown", "timeout, send status unknown".
        -1000 or -1006 or -1007 => BinanceVerdict.Unknown,
        DuplicateClientId => BinanceVerdict.AlreadyThere,
        OutsideRecvWindow or OutsideRecvWindowAtEngine => BinanceVerdict.FreshTimestamp,
        // 5xx with a code that is not definite by itself: the venue was in trouble, so nothing is proven (P2).
        _ => status >= 500 && KindOf(code) is RefusalKind.Other ? BinanceVerdict.Unknown : BinanceVerdict.Refused,
    };

    public static VenueRefusal RefusalOf(int status, int code, string text)
    {
        if (code != 0) return new VenueRefusal(KindOf(code), $"{code}", text) { SaysMaintenance = code == ServiceShutDown, ShutsOut = ShutsOut(status, code) };
        var kind = status switch
        {
            401 or 403 => RefusalKind.NotAuthorised,
            418 or 429 => RefusalKind.RateLimited,
            _ => RefusalKind.Overloaded,
        };
        return new VenueRefusal(kind, $"{status}", status == 403 ? "refused by the venue's firewall" : text) { ShutsOut = ShutsOut(status, code) };
    }

    /// <summary>An IP ban (418), the firewall (403), or a key that is refused: <c>-1002</c> unauthorised, <c>-2014</c> key format, <c>-2015</c> key, IP or permission.</summary>
    public static bool ShutsOut(int status, int code) => status is 403 or 418 || code is -1002 or -2014 or -2015;

    /// <summary>The instrument's rules are not what we think they are: read them again.</summary>
    public static bool DoubtsInstrument(int code) =>
        code is -1111 or -1121 or -1122 or -4001 or -4002 or -4003 or -4004 or -4005 or -4013 or -4014 or -4016 or -4023 or -4024 or -4140 or -4141 or -4164 or -5029;

    /// <summary>The position or balance is not what we think it is: read it again.</summary>
    public static bool DoubtsAccount(int code) => code is -2018 or -2019 or -2022 or -2023 or -2024 or -2027 or -2028 or -4061 or -4118;

    /// <summary>What no waiting mends and a person must see at once: keys, rights, firewall, liquidation.</summary>
    public static bool IsGrave(int status, int code) =>
        status == 403 || code is -1022 or -2023 or -4061 or -4088 || (code != 0 && KindOf(code) == RefusalKind.NotAuthorised);

    public static RefusalKind KindOf(int code) => code switch
    {
        TooMuchWeight or TooManyOrders => RefusalKind.RateLimited,
        ServiceShutDown or Throttled or InternalError => RefusalKind.Overloaded,
        OutsideRecvWindow or OutsideRecvWindowAtEngine => RefusalKind.ClockSkew,
        -1002 or -1022 or -2014 or -2015 or -2017 or -4087 or -4088 or -4400 or -4401 => RefusalKind.NotAuthorised,
        <= -1100 and >= -1136 => RefusalKind.BadParameter,
        -2021 or -2026 or -4001 or -4002 or -4013 or -4014 or -4023 or -4005 or -4015 or -4061 or -4062 or -4120 => RefusalKind.BadParameter,
        -4003 or -4004 or -4164 or -5029 => RefusalKind.TooSmall,
        -2018 or -2019 or -2027 or -2028 or -4403 or (<= -4202 and >= -4209) => RefusalKind.InsufficientBalance,
        -2022 or -2024 or -4118 => RefusalKind.ReduceOnlyNothingToReduce,
        -4016 or -4024 or -4131 => RefusalKind.PriceBand,
        -4108 or -4140 or -4141 or -4192 => RefusalKind.InstrumentClosed,
        _ => RefusalKind.Other,
    };

    private static bool IsDefinite(int status, string text) =>
        status is 401 or 403 or 418 or 429 || (status == 503 && text.StartsWith("Service Unavailable", StringComparison.OrdinalIgnoreCase));
}
