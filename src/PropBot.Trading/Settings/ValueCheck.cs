using PropBot.Trading.Amounts;

namespace PropBot.Trading.Settings;

/// <summary>Checks one text against its own entry: form, range, list of words.</summary>
internal static class ValueCheck
{
    private static readonly string[] Schemes = ["http", "https", "ws", "wss"];

    /// <summary>What is wrong and what would be right; null when all is well. Never contains a secret.</summary>
    public static string? WhatIsWrong(Setting setting, string text) =>
        text.Contains('\0') ? "holds a NUL character, which no path and no word has; remove it" : Form(setting, text);

    private static string? Form(Setting setting, string text) => setting.Kind switch
    {
        SettingKind.WholeNumber => SettingText.TryWhole(text, out var whole) ? OutOfRange(setting, whole) : $"'{Shown(text)}' is not a whole number; {Right(setting)}",
        SettingKind.Number => SettingText.TryNumber(text, out var number)
            ? OutOfRange(setting, number)
            : $"'{Shown(text)}' is not a number with a decimal point; {Right(setting)}",
        SettingKind.Switch => SettingText.TrySwitch(text, out _) ? null : $"'{Shown(text)}' is neither on (1, true, yes, on) nor off (0, false, no, off)",
        SettingKind.Word => setting.Words.Contains(text, StringComparer.OrdinalIgnoreCase) ? null : $"'{Shown(text)}' is unknown; use {string.Join(", ", setting.Words)}",
        SettingKind.Address => IsAddress(text) ? null : "is not an absolute address; write it like https://host or wss://host:port",
        SettingKind.List => SettingText.Parts(text).Count > 0 ? null : "is an empty list; separate its words by commas",
        _ => null,
    };

    /// <summary>The range as a person reads it: <c>1 to 1000</c>, <c>greater than 0</c>.</summary>
    public static string Range(Setting setting) => (setting.Min, setting.Max) switch
    {
        ({ } min, { } max) => $"{Decimals.Plain(min)} to {Decimals.Plain(max)}",
        ({ } min, null) => $"{(setting.AboveMin ? "greater than" : "at least")} {Decimals.Plain(min)}",
        (null, { } max) => $"at most {Decimals.Plain(max)}",
        _ => "",
    };

    public static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme) && uri.Host.Length > 0 && uri.UserInfo.Length == 0;

    /// <summary>Same meaning? Numbers by value, words and switches without case, the rest letter by letter.</summary>
    public static bool SameMeaning(Setting setting, string left, string right) => setting.Kind switch
    {
        SettingKind.WholeNumber or SettingKind.Number when SettingText.TryNumber(left, out var a) && SettingText.TryNumber(right, out var b) => a == b,
        SettingKind.Switch when SettingText.TrySwitch(left, out var a) && SettingText.TrySwitch(right, out var b) => a == b,
        SettingKind.Word => left.Equals(right, StringComparison.OrdinalIgnoreCase),
        _ => left == right,
    };

    private static string? OutOfRange(Setting setting, decimal value)
    {
        var tooLow = setting.Min is { } min && (setting.AboveMin ? value <= min : value < min);
        var tooHigh = setting.Max is { } max && value > max;
        return tooLow || tooHigh ? $"{Decimals.Plain(value)} is out of range; {Right(setting)}" : null;
    }

    private static string Right(Setting setting)
    {
        var unit = setting.Unit.Length > 0 ? $" ({setting.Unit})" : "";
        return $"use {(Range(setting) is { Length: > 0 } range ? $"a value {(setting.Max is null ? "" : "from ")}{range}" : "a number")}{unit}";
    }

    private static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
