using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Startup;

/// <summary>
/// <c>PropBot.Web operators …</c>, run on the host beside a stopped service: <c>bootstrap</c> names the first two people (R12),
/// <c>token</c> makes a token and its hash for somebody to be given access, and touches nothing.
/// </summary>
public static class OperatorsCommand
{
    private const string Usage = """
        PropBot.Web operators bootstrap --operator <name> --operator <name>   the first two operators, on an empty ledger
        PropBot.Web operators token                                           a new token and its hash; nothing is written
        """;

    public static bool IsMeant(string[] arguments) => arguments is ["operators", ..];

    /// <returns>0 done, 1 refused, 2 not understood.</returns>
    public static async Task<int> Run(string[] arguments, ProcessOptions host, TimeProvider clock, TextWriter output)
    {
        switch (arguments)
        {
            case ["operators", "token"]:
                ShowToken(output);
                return 0;
            case ["operators", "bootstrap", .. var rest] when Names(rest) is { } names:
                return await Bootstrap(names, host, clock, output);
            default:
                output.WriteLine(Usage);
                return 2;
        }
    }

    private static async Task<int> Bootstrap(IReadOnlyList<string> names, ProcessOptions host, TimeProvider clock, TextWriter output)
    {
        try
        {
            await using var ledger = LedgerStore.Open(new LedgerOptions(host.DataDirectory, host.Profile), clock);
            switch (await OperatorBootstrap.Run(ledger, names, clock.GetUtcNow()))
            {
                case BootstrapAnswer.Made made:
                    output.WriteLine($"Operators of the {host.Profile} ledger in {host.DataDirectory}. The tokens are shown this once; hand each to its owner alone:");
                    foreach (var person in made.Operators) output.WriteLine($"  {person.Name}  {person.Token}");
                    return 0;
                case BootstrapAnswer.Refused refused:
                    output.WriteLine(refused.Text);
                    return 1;
                default:
                    throw new InvalidOperationException("bootstrap is made or refused");
            }
        }
        catch (Exception trouble) when (trouble is LedgerLockedException or LedgerBrokenException or ProfileMismatchException or LedgerUnavailableException or IOException)
        {
            output.WriteLine(trouble.Message);
            return 1;
        }
    }

    private static void ShowToken(TextWriter output)
    {
        var token = PaperCredentials.NewToken();
        output.WriteLine($"token   {token}   keep it, show it to nobody");
        output.WriteLine($"sha256  {TokenHash.Of(token).Hex}   give this to the two operators who let you in");
    }

    /// <summary>Null when there is anything but <c>--operator name</c> pairs.</summary>
    private static List<string>? Names(string[] rest)
    {
        List<string> names = [];
        for (var at = 0; at < rest.Length; at += 2)
        {
            if (rest[at] != "--operator" || at + 1 == rest.Length) return null;
            names.Add(rest[at + 1]);
        }
        return names;
    }
}
