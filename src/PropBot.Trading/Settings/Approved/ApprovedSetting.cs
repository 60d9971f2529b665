namespace PropBot.Trading.Settings.Approved;

/// <summary>What was last agreed on for a setting (R13, R14): by two people upwards, by one downwards, or as it was first started with.</summary>
/// <param name="Key">As in the environment, part included: <c>MAX_POSITION_USDT__BTCUSDT</c>.</param>
/// <param name="Value">Text as the environment writes it; empty = not set.</param>
/// <param name="Before">What stood before a temporary raise; empty = not set.</param>
/// <param name="Environment">What the environment said when it was agreed; empty = not set.</param>
/// <param name="Until">When a temporary raise ends; null = it stays.</param>
/// <param name="Version">Grows by one with each change; a request is bound to it (R10).</param>
public sealed record ApprovedSetting(
    string Key, string Value, string Before, string Environment, DateTimeOffset? Until, long Version, string By, DateTimeOffset At);

/// <summary>An environment value that would loosen what was agreed: it waits for two people (R14).</summary>
public sealed record LooserSetting(string Key, string Approved, string Environment);
