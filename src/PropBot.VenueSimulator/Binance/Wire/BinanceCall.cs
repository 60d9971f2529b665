using System.Globalization;
using System.Text.RegularExpressions;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Wire;

/// <summary>The parameters of one request. Each <c>Need…</c> answers null and fills its out parameter, or answers the refusal to send.</summary>
public sealed partial class BinanceCall
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    public BinanceCall(BinanceRequest request)
    {
        // On duplicates the query wins.
        BinanceText.Read(request.Query, values);
        BinanceText.Read(request.Body, values);
    }

    public BinanceCall(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var (name, value) in values) this.values[name] = value;
    }

    /// <summary>Everything that was sent, by name.</summary>
    public IReadOnlyDictionary<string, string> Values => values;

    public string? Text(string name) => values.GetValueOrDefault(name);

    public bool Has(string name) => values.TryGetValue(name, out var value) && value.Length > 0;

    public BinanceReply? Need(string name, out string value)
    {
        value = Text(name) ?? "";
        return value.Length > 0 ? null : BinanceError.Missing(name);
    }

    public BinanceReply? NeedWhole(string name, out long value)
    {
        value = 0;
        if (Need(name, out var text) is { } no) return no;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) ? null : BinanceError.Illegal(name);
    }

    public BinanceReply? NeedDecimal(string name, out decimal value)
    {
        value = 0m;
        if (Need(name, out var text) is { } no) return no;
        var plain = Digits().IsMatch(text) || (text[0] == '-' && Digits().IsMatch(text[1..]));
        return plain && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? null : BinanceError.Illegal(name);
    }

    public BinanceReply? NeedFlag(string name, out bool value)
    {
        value = false;
        if (Need(name, out var text) is { } no) return no;
        value = string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);
        return value || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase) ? null : BinanceError.Illegal(name);
    }

    public BinanceReply? NeedInstrument(VenueCore core, out SimInstrument instrument)
    {
        instrument = core.Instruments[0];
        if (Need("symbol", out var symbol) is { } no) return no;
        if (core.Instrument(symbol) is not { } found) return BinanceError.InvalidSymbol;
        instrument = found;
        return null;
    }

    /// <summary>The symbol when one is named, null when none is.</summary>
    public BinanceReply? OptionalSymbol(VenueCore core, out string? symbol)
    {
        symbol = null;
        if (!Has("symbol")) return null;
        var no = NeedInstrument(core, out var instrument);
        symbol = no is null ? instrument.Symbol : null;
        return no;
    }

    public long Whole(string name, long otherwise) =>
        long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    [GeneratedRegex(@"^([0-9]{1,20})(\.[0-9]{1,20})?$")]
    private static partial Regex Digits();
}
