using System.Globalization;
using System.Text;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>One REST request as it arrived. Query without the question mark; body as sent (form-encoded).</summary>
/// <param name="Caller">The client's IP address: weight and bans are counted by it.</param>
public sealed record BinanceRequest(string Method, string Path, string Query, string Body, string? ApiKey, string Caller = "127.0.0.1");

/// <summary>One REST reply.</summary>
/// <param name="Headers">Used weight and order counts (§1.4).</param>
public sealed record BinanceReply(int Status, string Json, IReadOnlyDictionary<string, string>? Headers = null)
{
    public bool IsOk => Status == 200;

    public static BinanceReply Ok(System.Text.Json.Nodes.JsonNode json) => new(200, BinanceText.Json(json));

    public BinanceReply With(string header, string value) =>
        this with { Headers = new Dictionary<string, string>(Headers ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [header] = value } };
}

/// <summary>How Binance writes numbers, times and JSON.</summary>
public static class BinanceText
{
    private static readonly System.Text.Json.JsonSerializerOptions Plain = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Number(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    /// <summary>Amounts the venue prints with eight decimals at most.</summary>
    public static string Amount(decimal value) => Number(Math.Round(value, 8));

    public static string Json(System.Text.Json.Nodes.JsonNode json) => json.ToJsonString(Plain);

    public static int DecimalsOf(decimal value)
    {
        var trimmed = value / 1.0000000000000000000000000000m;
        return (decimal.GetBits(trimmed)[3] >> 16) & 0xFF;
    }

    /// <summary>Splits <c>a=1&amp;b=2</c>; the first of a name wins.</summary>
    public static void Read(string text, Dictionary<string, string> into)
    {
        foreach (var pair in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = equals < 0 ? (pair, "") : (pair[..equals], pair[(equals + 1)..]);
            into.TryAdd(Decoded(name), Decoded(value));
        }
    }

    public static string Hex(byte[] bytes)
    {
        var text = new StringBuilder(bytes.Length * 2);
        foreach (var one in bytes) text.Append(one.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string Decoded(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
