using System.Globalization;
using System.Text.RegularExpressions;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>Says whether a private REST call or a login may enter (wire-protocols §2.2, §2.8.2). Null means welcome.</summary>
public sealed partial class OkxGate(VenueCredentials keys, OkxEnvironment environment = OkxEnvironment.Either)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    public OkxError? Check(OkxRequest request, DateTimeOffset now)
    {
        var key = request.Header("OK-ACCESS-KEY");
        var sign = request.Header("OK-ACCESS-SIGN");
        var stamp = request.Header("OK-ACCESS-TIMESTAMP");
        var passphrase = request.Header("OK-ACCESS-PASSPHRASE");
        return Missing(key, sign, stamp, passphrase)
            ?? CheckTime(stamp!, now)
            ?? (OkxSignature.Same(keys.Key, key!) ? null : OkxError.KeyWrong)
            ?? (IsOther(request) ? OkxError.WrongEnvironment : null)
            ?? (OkxSignature.Same(keys.Passphrase, passphrase!) ? null : OkxError.PassphraseWrong)
            ?? (OkxSignature.Same(OkxSignature.Of(keys.Secret, stamp!, request.Method, request.PathAndQuery, request.Body.Span), sign!)
                ? null
                : OkxError.SignWrong);
    }

    public OkxSocketError? CheckLogin(string? key, string? passphrase, string? stamp, string? sign, DateTimeOffset now)
    {
        if (!OkxText.TryNumber(stamp, out var seconds) || seconds is < 0 or > 99_999_999_999m) return OkxSocketError.TimestampMalformed;
        var at = DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
        if ((now - at).Duration() > Window) return OkxSocketError.TimestampExpired;
        if (!OkxSignature.Same(keys.Key, key ?? "")) return OkxSocketError.KeyWrong;
        if (!OkxSignature.Same(keys.Passphrase, passphrase ?? "")) return OkxSocketError.PassphraseWrong;
        return OkxSignature.Same(OkxSignature.OfLogin(keys.Secret, stamp!), sign ?? "") ? null : OkxSocketError.SignWrong;
    }

    /// <summary>A key of the demo venue says so with <c>x-simulated-trading: 1</c>, one of the live venue does not.</summary>
    private bool IsOther(OkxRequest request) => environment switch
    {
        OkxEnvironment.Live => request.Header("x-simulated-trading") == "1",
        OkxEnvironment.Demo => request.Header("x-simulated-trading") != "1",
        _ => false,
    };

    private static OkxError? Missing(string? key, string? sign, string? stamp, string? passphrase) =>
        string.IsNullOrEmpty(key) ? OkxError.KeyMissing
        : string.IsNullOrEmpty(passphrase) ? OkxError.PassphraseMissing
        : string.IsNullOrEmpty(sign) ? OkxError.SignMissing
        : string.IsNullOrEmpty(stamp) ? OkxError.TimestampMissing
        : null;

    private static OkxError? CheckTime(string stamp, DateTimeOffset now)
    {
        if (!IsoMilliseconds().IsMatch(stamp)
            || !DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return OkxError.TimestampMalformed;
        }

        return (now - at).Duration() > Window ? OkxError.TimestampExpired : null;
    }

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z\z")]
    private static partial Regex IsoMilliseconds();
}
