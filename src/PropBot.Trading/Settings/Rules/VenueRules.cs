using System.Net;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Settings.Rules;

/// <summary>Keys, addresses and simulated venues (R49, R50).</summary>
internal static class VenueRules
{
    private static readonly string[] Ports = ["SIM_BINANCE_PORT", "SIM_OKX_PORT", "API_PORT"];

    /// <summary>The names of the keys of a profile: Binance pair, OKX triple. Empty on paper.</summary>
    public static IReadOnlyDictionary<Venue, string[]> KeyNames(string profile) => profile switch
    {
        Profiles.Testnet => new Dictionary<Venue, string[]>
        {
            [Venue.Binance] = ["BINANCE_UM_API_KEY_TESTNET", "BINANCE_UM_API_SECRET_TESTNET"],
            [Venue.Okx] = ["OKX_API_KEY_TESTNET", "OKX_API_SECRET_TESTNET", "OKX_API_PASSPHRASE_TESTNET"],
        },
        Profiles.Live => new Dictionary<Venue, string[]>
        {
            [Venue.Binance] = ["BINANCE_API_KEY", "BINANCE_API_SECRET"],
            [Venue.Okx] = ["OKX_API_KEY", "OKX_API_SECRET", "OKX_API_PASSPHRASE"],
        },
        _ => new Dictionary<Venue, string[]>(),
    };

    public static void Check(SettingValues values, Findings findings)
    {
        OwnKeys(values, findings);
        ForeignKeys(values, findings);
        Addresses(values, findings);
        SimulatedPorts(values, findings);
        External(values, findings);
    }

    /// <summary>Reads SIM_EXTERNAL; a part that says nothing usable is left out.</summary>
    public static IReadOnlyDictionary<Venue, string> ExternalVenues(SettingValues values)
    {
        var external = new Dictionary<Venue, string>();
        foreach (var part in values.List("SIM_EXTERNAL"))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0 && Venues.TryParse(part[..at], out var venue) && ValueCheck.IsAddress(part[(at + 1)..].Trim()))
                external[venue] = part[(at + 1)..].Trim().TrimEnd('/');
        }

        return external;
    }

    private static void OwnKeys(SettingValues values, Findings findings)
    {
        // Live without keys makes no sense; testnet may watch the market without them as long as nothing trades by itself.
        var required = values.Profile == Profiles.Live || values.Switch("AUTO_HEDGE_ENABLED") == true;
        foreach (var (venue, names) in KeyNames(values.Profile))
        {
            var missing = names.Where(name => !values.IsSet(name)).ToList();
            if (missing.Count == 0) continue;
            if (required || missing.Count < names.Length)
            {
                foreach (var name in missing) findings.Problem(name, $"is missing; {values.Profile} needs {string.Join(", ", names)} for {venue.Word()} (R50)");
            }
            else
            {
                findings.Warn(names[0], $"no keys for {venue.Word()}: market data only, nothing can be traded");
            }
        }
    }

    private static void ForeignKeys(SettingValues values, Findings findings)
    {
        foreach (var profile in Profiles.All.Where(profile => profile != values.Profile))
        {
            foreach (var name in KeyNames(profile).Values.SelectMany(names => names).Where(values.IsSet))
                findings.Warn(name, $"is a key of profile {profile} and is never used on {values.Profile} (R50)");
        }
    }

    private static void Addresses(SettingValues values, Findings findings)
    {
        foreach (var value in values.Found.Values.Where(value => value.Setting.Kind == SettingKind.Address && value.FromEnvironment && value.Valid))
        {
            var uri = new Uri(value.Text, UriKind.Absolute);
            var wantsStream = value.Key.Contains("_WS_", StringComparison.Ordinal);
            if (wantsStream != uri.Scheme.StartsWith("ws", StringComparison.Ordinal))
                findings.Problem(value.Key, $"{uri.Scheme}:// is the wrong kind; use {(wantsStream ? "wss://" : "https://")}");
            if (values.IsPaper) findings.Warn(value.Key, "is not used on paper; SIM_EXTERNAL names simulated venues elsewhere");
            else if (uri.Scheme is "http" or "ws" && !IsLoopback(uri))
                findings.Problem(value.Key, $"{uri.Scheme}:// would send keys in the open; use {(wantsStream ? "wss://" : "https://")}");
        }
    }

    private static bool IsLoopback(Uri uri) => uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));

    private static void SimulatedPorts(SettingValues values, Findings findings)
    {
        foreach (var value in values.Found.Values.Where(value => value.Key.StartsWith("SIM_", StringComparison.Ordinal) && value.FromEnvironment && !values.IsPaper))
            findings.Warn(value.Key, $"is not used on {values.Profile}");

        var ports = Ports.Where(name => values.Whole(name) is > 0).ToList();
        foreach (var pair in ports.GroupBy(name => values.Whole(name)).Where(pair => pair.Count() > 1 && values.IsPaper))
            findings.Problem(pair.First(), $"{string.Join(" and ", pair)} are both {pair.Key}; give each its own port, or 0 for a free one");
    }

    private static void External(SettingValues values, Findings findings)
    {
        if (values.Text("SIM_EXTERNAL") is null) return;
        if (ExternalVenues(values).Count < Venues.Count || values.List("SIM_EXTERNAL").Count != Venues.Count)
            findings.Problem("SIM_EXTERNAL", "must name both venues once: binance=http://127.0.0.1:19001,okx=http://127.0.0.1:19002");
    }
}
