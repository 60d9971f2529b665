using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class ModeSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        Word("PROFILE", [.. Profiles.All], Same(Profiles.Paper),
            "Which venues and which rules: paper (embedded simulated venues), testnet (the venues' demo hosts), live. While it is not set, EXCHANGE_PROFILE, ENVIRONMENT, ENV are asked in this order."),
        Text("MODE", "A label for people (prod, production → live; demo, test → testnet). It decides nothing: PROFILE does."),
        Switch("SAFE_MODE", Same("true"),
            "PropBot always starts in HOLD, which implies SAFE_MODE (R1); false together with DRY_RUN_MODE=false is refused at start.") with { Loosens = Loosening.Off },
        Switch("DRY_RUN_MODE", Per("false", "false", "true"),
            "New opens are simulated, guards included. One latch with DRY_RUN_ONLY: either is enough (R6).") with { Loosens = Loosening.Off },
        Switch("DRY_RUN_ONLY", ProfileDefaults.None, "The older name of the same latch as DRY_RUN_MODE (R6).") with { Loosens = Loosening.Off },
        Switch("TWO_MAN_RULE", Same("true"), "Loosening needs two different people; false is refused outside paper.") with { Loosens = Loosening.Off },
        Switch("AUTOPILOT_ENABLE", Same("false"), "Permits an armed autopilot mandate to resume after a restart (R20).") with
        {
            Loosens = Loosening.On,
        },
        Switch("POST_ONLY", Same("false"), "Ignored: legs are IOC limit orders only (R25)."),
        Text("BUILD_VERSION", "Shown in logs and in the status; the assembly's own version while it is not set."),
    ];
}
