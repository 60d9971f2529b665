using System.Net;
using System.Net.Sockets;
using PropBot.Testing;
using PropBot.Trading.Settings;
using PropBot.Web.Startup;

namespace PropBot.Web.Tests.Startup;

/// <summary>What a person can mend is said in one line, the exit code is 1, and nothing was started.</summary>
public sealed class RefusedStartTests
{
    [Fact]
    public async Task a_data_folder_in_use_is_refused()
    {
        await using var ledger = new TestLedger(new ManualClock());

        Assert.Equal((1, "DATA_DIR"), await Start(ledger.Directory));
        Assert.False(File.Exists(Path.Combine(ledger.Directory, "paper-credentials.json")));
    }

    [Fact]
    public async Task a_port_in_use_is_refused_before_the_data_folder_is_touched()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var folder = Directory.CreateTempSubdirectory("propbot-start-").FullName;

        Assert.Equal((1, "API_PORT"), await Start(folder, ("API_PORT", ((IPEndPoint)taken.LocalEndpoint).Port.ToString())));
        Assert.False(File.Exists(Path.Combine(folder, "ledger.db")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task a_broken_secrets_store_and_damaged_paper_credentials_are_named()
    {
        var folder = Directory.CreateTempSubdirectory("propbot-start-").FullName;
        var store = Path.Combine(folder, "secrets.json");
        await File.WriteAllTextAsync(store, """{"operator_tokens":{"alice":{"token":"do-not-print-me","role":"king"}}}""");
        Assert.Equal((1, "SECRETS_STORE_PATH"), await Start(folder, ("SECRETS_STORE_PATH", store)));
        await File.WriteAllTextAsync(Path.Combine(folder, "paper-credentials.json"), "{");
        Assert.Equal((1, "DATA_DIR"), await Start(folder));
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void the_root_is_the_folder_with_the_solution_or_none()
    {
        var root = Directory.CreateTempSubdirectory("propbot-root-").FullName;
        var deep = Directory.CreateDirectory(Path.Combine(root, "src", "deep")).FullName;
        Assert.Null(SolutionRoot.Above(deep));
        File.WriteAllText(Path.Combine(root, "PropBot.sln"), "");

        Assert.Equal(root, SolutionRoot.Above(deep));
        Directory.Delete(root, recursive: true);
    }

    private static async Task<(int ExitCode, string Named)> Start(string folder, params (string Name, string Value)[] settings)
    {
        var environment = settings.Append(("DATA_DIR", folder)).ToDictionary(s => s.Item1, s => s.Item2, StringComparer.Ordinal);
        environment.TryAdd("API_PORT", "0");
        var ready = Assert.IsType<SettingsResult.Ready>(SettingsReader.Read(environment, null, folder));
        await using var output = new StringWriter();
        var exitCode = await new DeskProcess(ready, new ProcessSurroundings(environment, null, folder), TimeProvider.System, output).Run([]);
        var said = output.ToString();
        Assert.DoesNotContain("do-not-print-me", said, StringComparison.Ordinal);
        Assert.Contains("Nothing was started.", said, StringComparison.Ordinal);
        return (exitCode, said.Split("[FATAL CONFIG] ")[1].Split(':')[0]);
    }
}
