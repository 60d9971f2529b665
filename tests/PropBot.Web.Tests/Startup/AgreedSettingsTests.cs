using PropBot.Trading.Ledger;
using PropBot.Trading.Settings;
using PropBot.Web.Startup;

namespace PropBot.Web.Tests.Startup;

public class AgreedSettingsTests
{
    [Fact]
    public async Task a_looser_environment_at_the_next_start_is_not_in_force_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("propbot-agreed-").FullName;
        await using (var ledger = LedgerStore.Open(new LedgerOptions(folder, "testnet"), TimeProvider.System))
        {
            Assert.Equal(100m, (await Start(folder, ledger, "100")).Limit);
            var (limit, looser) = await Start(folder, ledger, "500");
            Assert.Equal(100m, limit);
            Assert.Equal("MAX_POSITION_USDT 100 500", Assert.Single(looser));
            (limit, looser) = await Start(folder, ledger, "40");
            Assert.Equal(40m, limit);
            Assert.Empty(looser);
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(decimal? Limit, IReadOnlyList<string> Looser)> Start(string folder, LedgerStore ledger, string limit)
    {
        var environment = new Dictionary<string, string>
        {
            ["PROFILE"] = "testnet",
            ["DATA_DIR"] = folder,
            ["API_TOKEN"] = "0123456789abcdef0123456789abcdef",
            ["APPROVE_TOKEN"] = "fedcba9876543210fedcba9876543210",
            ["MAX_POSITION_USDT"] = limit,
            ["SECRETS_STORE_PATH"] = SecretsFile(folder),
        };
        var read = SettingsReader.Read(environment, null, folder);
        var said = Assert.IsType<SettingsResult.Ready>(read);
        var (result, looser) = await AgreedSettings.Apply(said, environment, null, folder, ledger, TimeProvider.System);
        return (Assert.IsType<SettingsResult.Ready>(result).Trading.Risk.MaxPositionUsdt, [.. looser.Select(one => $"{one.Key} {one.Approved} {one.Environment}")]);
    }

    private static string SecretsFile(string folder)
    {
        var path = Path.Combine(folder, "secrets.json");
        File.WriteAllText(path, """{"operator_tokens":{"anna":{"token":"aaaaaaaaaaaaaaaaaaaaaaaa","role":"operator"},"boris":{"token":"bbbbbbbbbbbbbbbbbbbbbbbb","role":"operator"}}}""");
        return path;
    }
}
