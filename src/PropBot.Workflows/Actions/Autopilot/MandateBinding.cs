using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PropBot.Trading.Amounts;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Actions.Autopilot;

/// <summary>What of a mandate's binding does not change while the process lives.</summary>
/// <param name="Configuration">What the environment said at this start, without secrets.</param>
/// <param name="Binary">Which build this is.</param>
public sealed record MandateTerms(string Configuration, string Binary)
{
    /// <summary>Module ids: the compiler makes them from the content, so another build is another text.</summary>
    public static string BinaryOf(params Assembly[] parts) =>
        Hash(string.Join(' ', parts.Select(part => part.ManifestModule.ModuleVersionId.ToString("N")).Order(StringComparer.Ordinal)));

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}

/// <summary>What a mandate is bound to (R20). Another value in any of them, and it is void for good.</summary>
/// <param name="Configuration">Environment, limits in force, loop parameters, DRY_RUN.</param>
/// <param name="Accounts">Venue and account id, as the ledger is stamped.</param>
/// <param name="Epoch">Of the ledger: a restore begins another (R46).</param>
public sealed record MandateBinding(string Configuration, string Binary, string Profile, string Accounts, long Epoch)
{
    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static MandateBinding Now(LedgerTransaction tx, DeskSnapshot desk, MandateTerms terms) => new(
        MandateTerms.Hash(terms.Configuration + "\n" + Moving(desk)), terms.Binary, desk.Profile,
        string.Join(' ', tx.Rows("SELECT key, value FROM meta WHERE key LIKE 'account:%' ORDER BY key").Select(row => $"{((string)row[0]!)["account:".Length..]}={row[1]}")),
        long.Parse((string)tx.Scalar("SELECT value FROM meta WHERE key = 'epoch'")!, System.Globalization.CultureInfo.InvariantCulture));

    public string Text() => JsonSerializer.Serialize(this, Snake);

    /// <summary>Null when the text is none of ours.</summary>
    public static MandateBinding? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<MandateBinding>(text, Snake);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Everything that is not as it was.</summary>
    public IEnumerable<GateShut> Moved(MandateBinding now)
    {
        if (now.Epoch != Epoch) yield return new("restored", "the ledger was restored from a backup since");
        if (now.Configuration != Configuration) yield return new("configuration_changed", "the configuration is not the one the mandate was given for");
        if (now.Binary != Binary) yield return new("binary_changed", "this is another build than the one the mandate was given for");
        if (now.Profile != Profile) yield return new("profile_changed", $"the profile is {now.Profile}, the mandate is for {Profile}");
        if (now.Accounts != Accounts) yield return new("account_changed", $"the accounts are {now.Accounts}, the mandate is for {Accounts}");
    }

    // What people can move while the desk runs: whatever of it moves, two people have not seen it together with the mandate.
    private static string Moving(DeskSnapshot desk) => JsonSerializer.Serialize(new
    {
        limits = desk.Limits.Select(limit => $"{limit.Limit}:{limit.Scope}={(limit.Value is { } value ? Decimals.Plain(value) : "-")}").Order(StringComparer.Ordinal),
        order_notional = Decimals.Plain(desk.Control.OrderNotionalUsdt),
        min_spread = Decimals.Plain(desk.Control.MinSpreadBps),
        max_slippage = Decimals.Plain(desk.Control.MaxSlippageBps),
        poll = desk.Control.PollIntervalSec,
        auto_loop = desk.Control.AutoLoop,
        pair = desk.Control.LoopPair,
        venues = desk.Control.LoopVenues,
        two_man_rule = desk.Control.TwoManRule,
        dry_run = desk.DryRun,
    });
}
