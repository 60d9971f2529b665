using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Universe, safe start, placeholders, Telegram: what is left of contract §3.2.</summary>
internal static class DeskRules
{
    private static readonly string[] TelegramNeeds = ["TELEGRAM_BOT_TOKEN", "TELEGRAM_CHAT_ID"];

    private static readonly string[] Placeholders = ["change-me", "changeme", "todo", "replace-me", "fill-me"];

    public static void Check(SettingValues values, Findings findings)
    {
        Untouched(values, findings);
        SafeStart(values, findings);
        Universe(values, findings);
        Parts(values, findings);
        Telegram(values, findings);
        NotActedOn(values, findings);
    }

    private static void Untouched(SettingValues values, Findings findings)
    {
        foreach (var value in values.Found.Values.Where(value => value.FromEnvironment))
        {
            if (Placeholders.FirstOrDefault(word => value.Text.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } word)
                findings.Problem(value.Key, $"still holds the template's text '{word}'; put the real value in, or remove the line");
        }
    }

    private static void SafeStart(SettingValues values, Findings findings)
    {
        var dryRun = values.Switch("DRY_RUN_MODE") == true || values.Switch("DRY_RUN_ONLY") == true;
        if (values.Switch("SAFE_MODE") == false && !dryRun)
            findings.Problem("SAFE_MODE", "a start without SAFE_MODE and without DRY_RUN_MODE is forbidden; remove it: PropBot starts in HOLD and people resume it");
        if (values.IsSet("DRY_RUN_ONLY") && values.IsFromEnvironment("DRY_RUN_MODE") && values.Switch("DRY_RUN_ONLY") != values.Switch("DRY_RUN_MODE"))
            findings.Warn("DRY_RUN_ONLY", "DRY_RUN_ONLY and DRY_RUN_MODE are one latch; one of them is on, so new opens are simulated (R6)");
        if (values.Switch("POST_ONLY") == true) findings.Warn("POST_ONLY", "is ignored: legs are IOC limit orders only (R25)");
        if (values.Text("MODE") is { } mode && ProfileChoice.Label(mode, values.Profile) != values.Profile)
            findings.Warn("MODE", $"is a label only; the profile is {values.Profile}. Set PROFILE to change it");
    }

    private static void Universe(SettingValues values, Findings findings)
    {
        var symbols = values.List("SYMBOLS").Select(symbol => symbol.ToUpperInvariant()).ToList();
        foreach (var symbol in symbols.Where(symbol => !IsSymbol(symbol)))
            findings.Problem("SYMBOLS", $"'{(symbol.Length <= 30 ? symbol : symbol[..30] + "…")}' is no symbol; write perpetuals as Binance does: BTCUSDT,ETHUSDT");
        if (values.Text("LOOP_PAIR") is { } pair && symbols.Count > 0 && !symbols.Contains(pair.ToUpperInvariant()))
            findings.Problem("LOOP_PAIR", $"is not in SYMBOLS; use one of {string.Join(", ", symbols.Take(10))}, or leave it empty for all");
        var words = values.List("LOOP_VENUES");
        if (words.Any(word => !Venues.TryParse(word, out _))) findings.Problem("LOOP_VENUES", "names an unknown venue; use binance,okx");
        else if (values.IsSet("LOOP_VENUES") && words.Select(Canonical).Distinct().Count() < Venues.Count)
            findings.Warn("LOOP_VENUES", "without both venues nothing is opened (R41)");
    }

    private static void Parts(SettingValues values, Findings findings)
    {
        var symbols = values.List("SYMBOLS").Select(symbol => symbol.ToUpperInvariant()).ToHashSet(StringComparer.Ordinal);
        foreach (var value in values.Found.Values.Where(value => value.Key != value.Setting.Name))
        {
            var part = value.Key[(value.Setting.Name.Length + 2)..];
            if (value.Setting.PerWhat == "VENUE" && !Venues.TryParse(part, out _))
                findings.Problem(value.Key, "ends in an unknown venue; use BINANCE or OKX");
            if (value.Setting.PerWhat == "STRATEGY" && !StrategyNames.All.Contains(part.ToLowerInvariant(), StringComparer.Ordinal))
                findings.Problem(value.Key, $"names a strategy that is not one of {string.Join(", ", StrategyNames.All)}");
            if (value.Setting.PerWhat == "SYMBOL" && !symbols.Contains(part.ToUpperInvariant()))
                findings.Warn(value.Key, "is for a symbol outside SYMBOLS");
        }
    }

    private static void Telegram(SettingValues values, Findings findings)
    {
        if (values.Switch("TELEGRAM_ENABLE") == true)
        {
            foreach (var name in TelegramNeeds.Where(name => !values.IsSet(name)))
                findings.Problem(name, "is required while TELEGRAM_ENABLE is on; set it, or turn the bot off");
        }
    }

    private static void NotActedOn(SettingValues values, Findings findings)
    {
        foreach (var value in values.Found.Values.Where(value => value.FromEnvironment && value.Setting.NotActedOn is not null))
            findings.Warn(value.Key, $"is read and checked but has no effect: {value.Setting.NotActedOn}");
    }

    private static bool IsSymbol(string symbol) => symbol.Length is >= 6 and <= 20 && symbol.EndsWith("USDT", StringComparison.Ordinal) && symbol.All(char.IsAsciiLetterOrDigit);

    private static Venue Canonical(string word) => Venues.TryParse(word, out var venue) ? venue : Venue.Binance;
}
