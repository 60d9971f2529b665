using PropBot.Testing;
using PropBot.Trading.Settings;
using PropBot.Web.Startup;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Tests.Startup;

/// <summary>What a person runs on the host, as they type it.</summary>
public sealed class OperatorsCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-operators-").FullName;

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task bootstrap_shows_each_token_once_and_works_once()
    {
        var (code, said) = await Run(folder, "operators", "bootstrap", "--operator", "alice", "--operator", "bob");
        Assert.Equal(0, code);
        Assert.Matches(@"  alice  \S{32}", said);
        Assert.Matches(@"  bob  \S{32}", said);

        (code, said) = await Run(folder, "operators", "bootstrap", "--operator", "carol", "--operator", "dave");
        Assert.Equal(1, code);
        Assert.Contains("has operators already", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task bootstrap_is_refused_while_another_process_holds_the_ledger()
    {
        await using var running = new TestLedger(new ManualClock());
        var (code, said) = await Run(running.Directory, "operators", "bootstrap", "--operator", "alice", "--operator", "bob");

        Assert.Equal(1, code);
        Assert.Contains("is in use by", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("operators")]
    [InlineData("operators", "bootstrap", "alice", "bob")]
    [InlineData("operators", "bootstrap", "--operator")]
    [InlineData("operators", "add", "--operator", "carol")]
    public async Task what_is_not_understood_is_answered_with_the_usage(params string[] arguments)
    {
        var (code, said) = await Run(folder, arguments);

        Assert.Equal(2, code);
        Assert.Contains("operators bootstrap --operator <name> --operator <name>", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder, "ledger.db")));
    }

    [Fact]
    public async Task a_token_comes_with_its_own_hash_and_nothing_is_written()
    {
        var (code, said) = await Run(folder, "operators", "token");
        var words = said.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(0, code);
        Assert.Equal(TokenHash.Of(words[1]).Hex, words[Array.IndexOf(words, "sha256") + 1]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
    }

    private static async Task<(int Code, string Said)> Run(string folder, params string[] arguments)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["DATA_DIR"] = folder };
        var ready = Assert.IsType<SettingsResult.Ready>(SettingsReader.Read(environment, null, folder));
        await using var output = new StringWriter();
        Assert.True(OperatorsCommand.IsMeant(arguments));
        return (await OperatorsCommand.Run(arguments, ready.Host, TimeProvider.System, output), output.ToString());
    }
}
