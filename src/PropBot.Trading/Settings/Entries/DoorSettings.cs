using static PropBot.Trading.Settings.Entries.Entry;

namespace PropBot.Trading.Settings.Entries;

internal static class DoorSettings
{
    public static readonly IReadOnlyList<Setting> All =
    [
        new("API_HOST", SettingKind.Text, "Address the API and dashboard listen on. Anything but loopback needs authentication and a certificate or API_BEHIND_PROXY=true (R39).")
        { Defaults = Same("127.0.0.1") },
        Whole("API_PORT", "port", 0, 65_535, Same("8000"), "Port of API and dashboard; 0 takes a free one."),
        Switch("API_BEHIND_PROXY", Same("false"), "A proxy in front of PropBot speaks TLS.") with { Loosens = Loosening.On },
        Switch("AUTH_ENABLED", Same("true"), "Every read and write needs a token; false is refused on testnet and live (R9, R38).") with { Loosens = Loosening.Off },
        Secret("API_TOKEN", "Shared token: on paper a full operator, elsewhere it reads and tightens only (R9)."),
        Secret("APPROVE_TOKEN", "Second factor of approvals; required on testnet and live, generated on paper (R11, R38)."),
        new("SECRETS_STORE_PATH", SettingKind.Path, "JSON file with operator_tokens: {name: {token, role}}. Testnet and live take it on an empty ledger only, and later just what tightens (R12); docs/SECURITY.md."),
        Whole("IDEM_TTL_SEC", "s", 1, 86_400, Same("600"), "How long the answer to an Idempotency-Key is replayed."),
        Whole("API_RATE_PER_MIN", "count", 1, 100_000, Same("30"), "Writes a minute per identity; brakes are never limited (R4)."),
        Whole("API_BURST", "count", 1, 10_000, Same("10"), "Writes at once per identity."),
        Word("PROPBOT_LANG", ["en", "ru"], Same("en"), "Language of texts for people (R44)."),
    ];
}
