using System.Net.Sockets;
using System.Reflection;
using System.Security.Cryptography;
using PropBot.Trading;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;
using PropBot.Trading.Settings.Approved;
using PropBot.Web.Access;
using PropBot.Workflows.Actions.Autopilot;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Startup;

/// <summary>Where the process was started: what settings come from and what relative paths resolve against.</summary>
public sealed record ProcessSurroundings(IReadOnlyDictionary<string, string> Environment, string? SolutionRoot, string WorkingDirectory);

/// <summary>Starts everything in order and runs until the process is told to stop. Answers the exit code: 0 stopped, 1 not started.</summary>
public sealed class DeskProcess(SettingsResult.Ready said, ProcessSurroundings around, TimeProvider clock, TextWriter output)
{
    private SettingsResult.Ready settings = said;
    private readonly ProcessOptions host = said.Host;

    /// <summary>As the environment has it, before anything agreed on: what a mandate is bound to (R20).</summary>
    private readonly string configuration = string.Join('\n', said.Effective.Lines());
    private readonly string bootId = NewBootId();

    public async Task<int> Run(string[] arguments)
    {
        // Asked before anything runs: a desk that cannot be steered must not start at all.
        if (Listening.WhyNot(host.Door.Host, host.Door.Port) is { } taken) return Refuse([new SettingProblem("API_PORT", $"{Address()} cannot be listened on: {taken}")]);
        try
        {
            await using var ledger = LedgerStore.Open(new LedgerOptions(host.DataDirectory, host.Profile), clock);
            var people = People.Read(AskedOfPeople(), host.Door.SecretsStorePath, People.Bootstrapped(ledger));
            if (people.Problems.Count > 0) return Refuse([.. people.Problems.Select(problem => new SettingProblem("SECRETS_STORE_PATH", problem))]);
            switch (await PeopleBook.Open(ledger, clock, people.Options))
            {
                case PeopleOpening.Refused refused:
                    return Refuse([.. refused.Problems.Select(problem => new SettingProblem(refused.Setting, problem))]);
                case PeopleOpening.Ready ready:
                    using (ready.Book) return await Start(arguments, ledger, people, ready);
                default:
                    throw new InvalidOperationException("people are ready or refused");
            }
        }
        catch (Exception known) when (Explain(known) is { } problem)
        {
            return Refuse([problem]);
        }
    }

    private async Task<int> Start(string[] arguments, LedgerStore ledger, People people, PeopleOpening.Ready known)
    {
        var (agreed, looser) = await AgreedSettings.Apply(settings, around.Environment, around.SolutionRoot, around.WorkingDirectory, ledger, clock);
        if (agreed is not SettingsResult.Ready inForce) return Refuse(((SettingsResult.Refused)agreed).Problems);
        settings = inForce;
        await using var venues = await StartedVenues.Start(settings, clock, CancellationToken.None);
        await Serve(arguments, ledger, people, known, venues, looser);
        return 0;
    }

    private PeopleOptions AskedOfPeople() => new(host.Profile, host.DataDirectory)
    {
        FileSource = People.StoreSource,
        ApiToken = host.Door.ApiToken?.Value,
        ApproveToken = host.Door.ApproveToken?.Value,
        Telegram = host.Door.TelegramOperators,
    };

    private async Task Serve(string[] arguments, LedgerStore ledger, People people, PeopleOpening.Ready known, StartedVenues venues, IReadOnlyList<LooserSetting> looser)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = arguments,
            ApplicationName = typeof(DeskProcess).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        Logs.Configure(builder.Logging);
        builder.Services.AddSingleton(clock);
        builder.AddDoors(Doors(people), known.Book);
        builder.Services.AddTrading(settings.Trading, new TradingDoors(venues.Addresses, venues, bootId, host.PaperVenues.Seed, Mirrors())
        {
            RecordFolder = host.Files.RecordFolder,
        }, ledger);
        await using var app = builder.Build();
        app.UseDoors();
        app.Urls.Clear();
        app.Urls.Add(Address());
        app.Logger.LogInformation("PropBot starting with build_version={BuildVersion}", BuildVersion());
        foreach (var warning in known.Warnings) app.Logger.LogWarning("People: {Warning}", warning);
        foreach (var warning in settings.Warnings) app.Logger.LogWarning("{Warning}", warning.ToString());
        foreach (var setting in looser)
            app.Logger.LogWarning("{Setting}: the environment says '{Environment}', agreed is '{Approved}'; the tighter is in force until two people agree on more (R14)", setting.Key, setting.Environment, setting.Approved);
        foreach (var line in settings.Effective.Lines()) app.Logger.LogInformation("{Setting}", line);
        await app.StartAsync();
        Greeting.Show(output, host, venues, people, app.Urls.First());
        await app.WaitForShutdownAsync();
    }

    private MirrorOptions Mirrors() => new(host.DataDirectory)
    {
        RuntimeStatePath = host.Files.RuntimeState,
        PositionsPath = host.Files.Positions,
        HedgeLogPath = host.Files.HedgeLog,
        ExecutionStatsPath = host.Files.ExecutionStats,
        CapitalStatePath = host.Files.CapitalState,
        PnlHistoryPath = host.Files.PnlHistory,
        ReconciliationAlertsPath = host.Files.ReconciliationAlerts,
        AlertsPath = host.Files.Alerts,
        MostAlerts = host.Files.MostAlerts,
    };

    private WebOptions Doors(People people) => new()
    {
        Profile = host.Profile,
        AuthEnabled = host.Door.AuthEnabled,
        TwoPeopleRequired = settings.Trading.TwoManRule,
        RatePerMinute = host.Door.RatePerMinute,
        Burst = host.Door.Burst,
        IdempotencyTtl = host.Door.IdempotencyTtl,
        Language = host.Language,
        BuildVersion = BuildVersion(),
        SnapshotDirectory = host.Files.SnapshotFolder,
        ApprovalsFile = host.Files.Approvals,
        Owner = bootId,
        Mandate = new MandateTerms(
            configuration, MandateTerms.BinaryOf(typeof(DeskProcess).Assembly, typeof(MandateTerms).Assembly, typeof(PropBot.Trading.Desk.TradingDesk).Assembly)),
        Secrets = [.. people.Secrets(), .. host.Keys.Values.SelectMany(k => new[] { k.Key.Value, k.Secret.Value, k.Passphrase.Value })],
    };

    private string BuildVersion() => host.BuildVersion ?? typeof(DeskProcess).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private string Address()
    {
        var name = host.Door.Host.Contains(':', StringComparison.Ordinal) && !host.Door.Host.StartsWith('[') ? $"[{host.Door.Host}]" : host.Door.Host;
        return $"http://{name}:{host.Door.Port}";
    }

    private int Refuse(IReadOnlyList<SettingProblem> problems)
    {
        Greeting.Refuse(output, new SettingsResult.Refused(problems, []));
        return 1;
    }

    /// <summary>Trouble with the machine that a person can mend, by the setting that leads there; null for a broken promise of ours.</summary>
    private SettingProblem? Explain(Exception trouble) => trouble switch
    {
        LedgerLockedException or LedgerBrokenException or ProfileMismatchException => new SettingProblem("DATA_DIR", trouble.Message),
        InvalidDataException => new SettingProblem("DATA_DIR", trouble.Message),
        IOException { InnerException: SocketException or Microsoft.AspNetCore.Connections.AddressInUseException } => new SettingProblem("API_PORT", $"{Address()} cannot be listened on: {trouble.Message}"),
        IOException => new SettingProblem("SIM_BINANCE_PORT, SIM_OKX_PORT or DATA_DIR", trouble.Message),
        _ => null,
    };

    /// <summary>Permits of another start are void (R2), so this must never repeat: random, at the door.</summary>
    private static string NewBootId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
