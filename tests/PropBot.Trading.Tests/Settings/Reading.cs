using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

/// <summary>Environments to read, on a disk that exists only in memory.</summary>
internal sealed class Reading : ISettingsDisk
{
    public const string Root = "/srv/propbot";

    public Dictionary<string, string> Files { get; } = new(StringComparer.Ordinal)
    {
        ["/srv/people.json"] = """{"operator_tokens": {"anna": {"token": "t-anna", "role": "operator"}, "boris": {"token": "t-boris", "role": "operator"}}}""",
    };

    public HashSet<string> ReadOnlyFolders { get; } = new(StringComparer.Ordinal);

    public string? WhyNotWritable(string file) => ReadOnlyFolders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)) ? "read-only" : null;

    public string? TryRead(string file, out string why)
    {
        why = "no such file";
        return Files.GetValueOrDefault(file);
    }

    public SettingsResult Of(IReadOnlyDictionary<string, string> environment) => SettingsReader.Read(environment, Root, "/elsewhere", this);

    public static SettingsResult Paper(params (string Name, string Value)[] environment) => new Reading().Of(Dictionary(environment));

    public static SettingsResult Testnet(params (string Name, string Value)[] changes) => new Reading().Of(With(GoodTestnet, changes));

    public static SettingsResult Live(params (string Name, string Value)[] changes) => new Reading().Of(With(GoodLive, changes));

    public static SettingsResult.Ready Ready(SettingsResult result)
    {
        if (result is SettingsResult.Refused refused) Assert.Fail(string.Join('\n', refused.Problems));
        return (SettingsResult.Ready)result;
    }

    /// <summary>The problems by name; fails when there are none.</summary>
    public static IReadOnlyList<string> Refused(SettingsResult result) => [.. Assert.IsType<SettingsResult.Refused>(result).Problems.Select(problem => problem.ToString())];

    public static void RefusedFor(string name, SettingsResult result) =>
        Assert.Contains(Refused(result), line => line.StartsWith($"[FATAL CONFIG] {name}: ", StringComparison.Ordinal));

    public static void WarnedAbout(string name, SettingsResult result) => Assert.Contains(result.Warnings, warning => warning.Name == name);

    public static IReadOnlyDictionary<string, string> GoodTestnet { get; } = Dictionary(
        ("PROFILE", "testnet"), ("APPROVE_TOKEN", "second-factor"), ("SECRETS_STORE_PATH", "/srv/people.json"),
        ("BINANCE_UM_API_KEY_TESTNET", "bk"), ("BINANCE_UM_API_SECRET_TESTNET", "bs"),
        ("OKX_API_KEY_TESTNET", "ok"), ("OKX_API_SECRET_TESTNET", "os"), ("OKX_API_PASSPHRASE_TESTNET", "op"));

    public static IReadOnlyDictionary<string, string> GoodLive { get; } = Dictionary(
        ("PROFILE", "live"), ("APPROVE_TOKEN", "second-factor"), ("SECRETS_STORE_PATH", "/srv/people.json"),
        ("BINANCE_API_KEY", "bk"), ("BINANCE_API_SECRET", "bs"), ("OKX_API_KEY", "ok"), ("OKX_API_SECRET", "os"), ("OKX_API_PASSPHRASE", "op"),
        ("MAX_OPEN_POSITIONS", "2"), ("MAX_NOTIONAL_PER_POSITION_USDT", "25000"), ("MAX_TOTAL_NOTIONAL_USDT", "75000"), ("MAX_LEVERAGE", "3"),
        ("MAX_DAILY_LOSS_USDT", "2500"), ("MAX_POSITION_USDT", "25000"), ("MAX_OPEN_ORDERS", "5"));

    public static Dictionary<string, string> With(IReadOnlyDictionary<string, string> environment, params (string Name, string Value)[] changes)
    {
        var changed = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var (name, value) in changes) changed[name] = value;
        return changed;
    }

    private static Dictionary<string, string> Dictionary(params (string Name, string Value)[] pairs) => pairs.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
