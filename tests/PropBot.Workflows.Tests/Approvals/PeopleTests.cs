using PropBot.Testing;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Tests.Approvals;

public sealed class PeopleTests : IDisposable
{
    private static readonly OperatorEntry A = new("operator-a", Role.Operator, "token-of-a");
    private static readonly OperatorEntry V = new("viewer", Role.Viewer, "token-of-v");

    private readonly ManualClock clock = new();
    private readonly TestLedger ledger;

    public PeopleTests() => ledger = new TestLedger(clock);

    public void Dispose() => ledger.Dispose();

    [Fact]
    public async Task a_token_names_its_person_and_role_and_any_other_text_nobody()
    {
        var directory = await Entered(A, V);

        Assert.Equal(new Identity("operator-a", Role.Operator), directory.Find("token-of-a"));
        Assert.Equal(new Identity("viewer", Role.Viewer), directory.Find("token-of-v"));
        Assert.Null(directory.Find("token-of-b"));
        Assert.Null(directory.Find("TOKEN-OF-A"));
        Assert.Null(directory.Find(""));
        Assert.Null(directory.Find(null));
    }

    [Fact]
    public async Task finding_somebody_reads_no_database()
    {
        var directory = await Entered(A, V);
        var reads = ledger.Reads;
        directory.Find("token-of-a");

        Assert.Equal(reads, ledger.Reads);
    }

    [Fact]
    public async Task the_ledger_never_holds_a_token()
    {
        await Entered(A, V);
        await ledger.Reopen();

        foreach (var file in Directory.EnumerateFiles(ledger.Directory, "ledger.db*"))
        {
            await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(open, System.Text.Encoding.Latin1);
            Assert.DoesNotContain("token-of-", await reader.ReadToEndAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task a_token_that_vanished_from_its_source_is_revoked_and_lives_again_when_it_is_back()
    {
        await Entered(A, V);
        Assert.Null((await Entered(V)).Find("token-of-a"));
        Assert.NotNull((await Entered(A, V)).Find("token-of-a"));
    }

    [Fact]
    public async Task a_token_that_a_person_revoked_stays_revoked()
    {
        await Entered(A, V);
        await ledger.Write(tx => tx.Execute("UPDATE operator_token SET revoked_at = 1, revoked_by = 'operator-b' WHERE hash = ?1", TokenHash.Of("token-of-a").Hex));

        Assert.Null((await Entered(A, V)).Find("token-of-a"));
    }

    [Fact]
    public async Task a_changed_role_takes_effect_at_the_next_start()
    {
        await Entered(A, V);
        var demoted = await Entered(A with { Role = Role.Viewer }, V);

        Assert.False(demoted.Find("token-of-a")!.MayAct);
    }

    [Fact]
    public void paper_credentials_are_made_once_with_two_operators_and_a_viewer()
    {
        var (made, created) = PaperCredentials.ReadOrCreate(ledger.Directory);
        var (again, createdAgain) = PaperCredentials.ReadOrCreate(ledger.Directory);

        Assert.True(created);
        Assert.False(createdAgain);
        Assert.Equal(made.Operators, again.Operators);
        Assert.Equal(made.ApproveToken, again.ApproveToken);
        Assert.Equal(["operator-a operator", "operator-b operator", "viewer viewer"], made.Operators.Select(o => $"{o.Name} {o.Role.Word()}"));
        Assert.Equal(4, made.Operators.Select(o => o.Token).Append(made.ApproveToken).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void only_the_owner_may_read_the_paper_credentials()
    {
        PaperCredentials.ReadOrCreate(ledger.Directory);

        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(ledger.Directory, PaperCredentials.FileName)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"operators":[{"name":"x","role":"king","token":"t"}],"approve_token":"y"}""")]
    public void a_damaged_credentials_file_is_named_and_never_replaced(string content)
    {
        var path = Path.Combine(ledger.Directory, PaperCredentials.FileName);
        File.WriteAllText(path, content);

        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => PaperCredentials.ReadOrCreate(ledger.Directory)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }

    [Fact]
    public void the_secrets_store_names_operators_and_every_problem_without_a_token()
    {
        var path = Path.Combine(ledger.Directory, "secrets.json");
        File.WriteAllText(path, """
            {"operator_tokens":{"alice":{"token":"secret-1","role":"operator"},"bob":{"token":"secret-1","role":"auditor"},
             "carol":{"token":"secret-3","role":"king"},"dave":{"role":"operator"},"api":{"token":"secret-5","role":"operator"}},"approve_token":"unused"}
            """);
        var (operators, problems) = SecretsStore.Read(path);

        Assert.Equal(["alice", "bob"], operators.Select(o => o.Name));
        Assert.Equal(4, problems.Count);
        Assert.All(problems, problem => Assert.DoesNotContain("secret-", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[1]")]
    public void a_broken_secrets_store_is_a_problem_and_no_exception(string content)
    {
        var path = Path.Combine(ledger.Directory, "secrets.json");
        File.WriteAllText(path, content);

        Assert.Single(SecretsStore.Read(path).Problems);
        Assert.Single(SecretsStore.Read(path + ".missing").Problems);
    }

    private async Task<IdentityDirectory> Entered(params OperatorEntry[] entries)
    {
        await ledger.Write(tx => PeopleStore.Sync(tx, "paper_credentials", entries, paper: true, clock.GetUtcNow()));
        return new IdentityDirectory(PeopleStore.Load(ledger, "paper_credentials"));
    }
}
