using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class TelegramSettings
{
    private const string NoBotYet = "the Telegram bot is not built yet";

    public static readonly IReadOnlyList<Setting> All =
    [
        Switch("TELEGRAM_ENABLE", Same("false"), "Runs the Telegram bot.") with { Aliases = ["TELEGRAM_OPS_ENABLE"], NotActedOn = NoBotYet },
        Secret("TELEGRAM_BOT_TOKEN", "The bot's token.") with { Aliases = ["TELEGRAM_OPS_BOT_TOKEN"], NotActedOn = NoBotYet },
        Text("TELEGRAM_CHAT_ID", "The group that gets the cards (R11).") with { Aliases = ["TELEGRAM_OPS_CHAT_ID"], NotActedOn = NoBotYet },
        Whole("TELEGRAM_PUSH_MINUTES", "min", 1, 1440, Same("5"), "Pause between status messages.") with { NotActedOn = NoBotYet },
        List("TELEGRAM_OPERATORS", ProfileDefaults.None, "<user id>:<operator>,… maps Telegram people to operators; an id without operator, one id twice, an unknown operator are fatal (R9). Outside paper only the first mapping is taken; later ones take two people (R12)."),
    ];
}
