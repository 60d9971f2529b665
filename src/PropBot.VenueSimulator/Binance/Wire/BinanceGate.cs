using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PropBot.VenueSimulator.Binance.Keys;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>Key, time window and signature of a signed call (wire-protocols §1.2).</summary>
public sealed class BinanceGate(VenueCredentials credentials, VenueTime time)
{
    private const long LongestWindow = 60_000;
    private const long UsualWindow = 5_000;
    private const long Ahead = 1_000;
    private const string SignatureName = "signature=";
    private readonly SignatureCheck check = new(credentials.Secret);

    public KeyKind Kind => check.Kind;

    /// <summary>The venue's word for it.</summary>
    public string KindText => check.Kind switch { KeyKind.Hmac => "HMAC_SHA256", KeyKind.Rsa => "RSA", _ => "Ed25519" };

    /// <summary>Null when the key is the account's.</summary>
    public BinanceReply? KeyObjection(string? key)
    {
        if (string.IsNullOrEmpty(key)) return BinanceError.BadKeyFormat;
        return key == credentials.Key ? null : BinanceError.UnknownKey;
    }

    public BinanceReply? Objection(BinanceRequest request, BinanceCall call)
    {
        if ((KeyObjection(request.ApiKey) ?? TimeObjection(call)) is { } no) return no;
        if (call.Text("signature") is not { Length: > 0 } signature) return BinanceError.Missing("signature");
        return SignedPart(request) is { } signed && check.Fits(signed, signature) ? null : BinanceError.BadSignature;
    }

    /// <summary>The same for a WebSocket API request: all parameters but the signature, sorted by name, as they stand (wire-protocols §1.9).</summary>
    public BinanceReply? SocketObjection(BinanceCall call)
    {
        if ((KeyObjection(call.Text("apiKey")) ?? TimeObjection(call)) is { } no) return no;
        if (call.Text("signature") is not { Length: > 0 } signature) return BinanceError.Missing("signature");
        var signed = string.Join('&', call.Values.Where(v => v.Key != "signature").OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"));
        return check.Fits(signed, signature) ? null : BinanceError.BadSignature;
    }

    public BinanceReply? TimeObjection(BinanceCall call)
    {
        if (call.NeedWhole("timestamp", out var timestamp) is { } noTime) return noTime;
        if (call.Text("recvWindow") is not null && call.NeedWhole("recvWindow", out _) is { } noWindow) return noWindow;
        if (Window(call) > LongestWindow) return BinanceError.Of(-1131, "recvWindow must be less than 60000");
        return Inside(timestamp, Window(call)) ? null : BinanceError.OutsideWindow;
    }

    /// <summary>The matching engine's own look at the window, when the order reaches it.</summary>
    public BinanceReply? EngineObjection(BinanceCall call) =>
        call.NeedWhole("timestamp", out var timestamp) ?? (Inside(timestamp, Window(call)) ? null : BinanceError.OutsideWindowInEngine);

    public static string Sign(string secret, string totalParameters) =>
        BinanceText.Hex(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(totalParameters)));

    /// <summary>Query and body joined without a sign between them, less the signature, which must stand last in its part; null when it does not.</summary>
    public static string? SignedPart(BinanceRequest request)
    {
        var inBody = Position(request.Body) >= 0;
        var query = inBody ? request.Query : WithoutSignature(request.Query);
        var body = inBody ? WithoutSignature(request.Body) : request.Body;
        return query is null || body is null ? null : query + body;
    }

    private static string? WithoutSignature(string part)
    {
        var at = Position(part);
        if (at < 0 || part.IndexOf('&', at) >= 0) return null;
        return at == 0 ? "" : part[..(at - 1)];
    }

    private static int Position(string part)
    {
        if (part.StartsWith(SignatureName, StringComparison.Ordinal)) return 0;
        var at = part.IndexOf("&" + SignatureName, StringComparison.Ordinal);
        return at < 0 ? -1 : at + 1;
    }

    private static long Window(BinanceCall call) =>
        long.TryParse(call.Text("recvWindow"), NumberStyles.Integer, CultureInfo.InvariantCulture, out var window) ? window : UsualWindow;

    private bool Inside(long timestamp, long window)
    {
        var now = time.Milliseconds;
        return timestamp < now + Ahead && now - timestamp <= window;
    }
}
