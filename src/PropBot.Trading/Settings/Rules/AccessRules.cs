using System.Net;
using System.Text.Json;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Who may come in: tokens, operators, the address listened on (R9, R38, R39, R49).</summary>
internal static class AccessRules
{
    public static void Check(SettingValues values, ISettingsDisk disk, Findings findings)
    {
        var auth = values.Switch("AUTH_ENABLED") ?? true;
        if (values.Secret("APPROVE_TOKEN") is { } approve && values.Secret("API_TOKEN") is { } api && approve == api)
            findings.Problem("APPROVE_TOKEN", "is the same as API_TOKEN, so one leaked token would be both factors; choose a different one");
        if (!values.IsPaper) OutsidePaper(values, auth, disk, findings);
        foreach (var problem in TelegramOperators.Read(values.List("TELEGRAM_OPERATORS")).Problems) findings.Problem("TELEGRAM_OPERATORS", problem);
        ListeningAddress(values, auth, findings);
    }

    private static void OutsidePaper(SettingValues values, bool auth, ISettingsDisk disk, Findings findings)
    {
        if (!auth) findings.Problem("AUTH_ENABLED", $"false is refused on {values.Profile}; leave it on (R9)");
        if (values.Switch("TWO_MAN_RULE") == false) findings.Problem("TWO_MAN_RULE", $"false is refused on {values.Profile}; leave it on");
        if (!values.IsSet("APPROVE_TOKEN")) findings.Problem("APPROVE_TOKEN", $"is required on {values.Profile}; set the second factor of approvals");
        OperatorFile(values, disk, findings);
    }

    /// <summary>Whether two operators are named is for the ledger to say, once it is open (R49); a file that is given must be readable.</summary>
    private static void OperatorFile(SettingValues values, ISettingsDisk disk, Findings findings)
    {
        const string name = "SECRETS_STORE_PATH";
        const string right = "it must be a JSON file {\"operator_tokens\": {name: {\"token\": …, \"role\": \"operator\"}}}";
        if (values.FullPath(name) is not { } path) return;
        if (disk.TryRead(path, out var why) is not { } text) findings.Problem(name, $"{path} cannot be read ({why}); {right}");
        else if (!NamesPeople(text)) findings.Problem(name, $"{path} is not that kind of JSON; {right}");
    }

    private static bool NamesPeople(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("operator_tokens", out var people) && people.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void ListeningAddress(SettingValues values, bool auth, Findings findings)
    {
        if (values.Text("API_HOST") is not { } host) return;
        if (host.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return;
        if (!IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            findings.Problem("API_HOST", "is neither localhost nor an IP address; use 127.0.0.1, or an address of this machine");
            return;
        }

        if (IPAddress.IsLoopback(address)) return;
        if (!auth) findings.Problem("API_HOST", "others can reach this address and AUTH_ENABLED is off; use 127.0.0.1 or turn authentication on (R39)");
        if (values.Switch("API_BEHIND_PROXY") != true)
            findings.Problem("API_HOST", "others can reach this address and tokens would cross the wire in the open; use 127.0.0.1, or put a TLS proxy in front and set API_BEHIND_PROXY=true (R39)");
    }
}
