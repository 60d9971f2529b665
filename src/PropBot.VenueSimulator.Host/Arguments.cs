using System.Globalization;
using System.Net;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Host;

/// <summary>Reads <c>--name value</c> pairs; every problem becomes a sentence.</summary>
public static class Arguments
{
    /// <summary>The environment's name for the fault script; <c>--faults</c> wins over it.</summary>
    public const string FaultsVariable = "SIM_FAULTS";

    private static readonly string[] Known =
        ["--binance", "--okx", "--seed", "--key", "--secret", "--passphrase", "--data", "--symbols", "--recording-a", "--recording-b", "--faults"];

    /// <param name="faults">The fault script that the environment names, if any.</param>
    public static (SimulatorOptions Options, IReadOnlyList<string> Problems) Read(IReadOnlyList<string> arguments, string? faults = null)
    {
        var problems = new List<string>();
        var values = Pairs(arguments, problems);
        if (!string.IsNullOrEmpty(faults)) values.TryAdd("--faults", faults);
        var usual = new SimulatorOptions();
        var options = usual with
        {
            BinanceAddress = Address(values, "--binance", usual.BinanceAddress, problems),
            OkxAddress = Address(values, "--okx", usual.OkxAddress, problems),
            Seed = Seed(values, usual.Seed, problems),
            Key = values.GetValueOrDefault("--key", usual.Key),
            Secret = values.GetValueOrDefault("--secret", usual.Secret),
            Passphrase = values.GetValueOrDefault("--passphrase", usual.Passphrase),
            DataDirectory = values.GetValueOrDefault("--data"),
            Symbols = Symbols(values, problems),
            RecordingA = Recording(values, "--recording-a", problems),
            RecordingB = Recording(values, "--recording-b", problems),
            FaultScript = Script(values, problems),
        };
        if (values.ContainsKey("--recording-a") != values.ContainsKey("--recording-b"))
        {
            problems.Add("--recording-a and --recording-b belong together: name both files or none.");
        }

        return (options, problems);
    }

    private static Dictionary<string, string> Pairs(IReadOnlyList<string> arguments, List<string> problems)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < arguments.Count; at++)
        {
            var name = arguments[at];
            if (!Known.Contains(name))
            {
                problems.Add($"{name} is not known; the arguments are {string.Join(' ', Known)}.");
                continue;
            }

            if (at + 1 >= arguments.Count || Known.Contains(arguments[at + 1]))
            {
                problems.Add($"{name} needs a value after it.");
                continue;
            }

            if (!values.TryAdd(name, arguments[++at])) problems.Add($"{name} is given twice.");
            if (arguments[at].Length == 0) problems.Add($"{name} must not be empty.");
        }

        return values;
    }

    private static string Address(Dictionary<string, string> values, string name, string usual, List<string> problems)
    {
        var text = values.GetValueOrDefault(name, usual).Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        if (!text.Contains(':', StringComparison.Ordinal) || !IPEndPoint.TryParse(text, out _))
        {
            problems.Add($"{name} is '{text}'; it must be an address and a port, for example 127.0.0.1:19001 (port 0 takes a free one).");
        }

        return text;
    }

    private static int Seed(Dictionary<string, string> values, int usual, List<string> problems)
    {
        if (!values.TryGetValue("--seed", out var text)) return usual;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)) return seed;
        problems.Add($"--seed is '{text}'; it must be a whole number.");
        return usual;
    }

    private static string[]? Symbols(Dictionary<string, string> values, List<string> problems)
    {
        if (!values.TryGetValue("--symbols", out var text)) return null;
        var symbols = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal).ToArray();
        var wrong = symbols.Where(s => s.Length < 6 || !s.EndsWith("USDT", StringComparison.Ordinal) || !s.All(char.IsAsciiLetterOrDigit)).ToList();
        if (symbols.Length == 0 || wrong.Count > 0) problems.Add($"--symbols is '{text}'; it must list USDT perpetuals, for example BTCUSDT,ETHUSDT.");
        return symbols;
    }

    private static string? Script(Dictionary<string, string> values, List<string> problems)
    {
        if (Recording(values, "--faults", problems) is not { } path || !File.Exists(path)) return null;
        try
        {
            FaultScript.Load(path);
        }
        catch (InvalidDataException wrong)
        {
            problems.Add(wrong.Message);
        }

        return path;
    }

    private static string? Recording(Dictionary<string, string> values, string name, List<string> problems)
    {
        if (!values.TryGetValue(name, out var path)) return null;
        if (!File.Exists(path)) problems.Add($"{name} is '{path}'; there is no such file.");
        return path;
    }
}
