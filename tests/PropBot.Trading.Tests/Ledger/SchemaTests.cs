using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class SchemaTests : IDisposable
{
    private static readonly SchemaScript First = SchemaScript.Embedded(typeof(LedgerStore).Assembly)[0];
    private static readonly SchemaScript Later = new(7, "later", "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;");

    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task each_script_runs_once_and_is_written_down()
    {
        await using (With(First, Later)) await Task.CompletedTask;
        await using var store = With(First, Later);
        Assert.Equal("1 ledger, 7 later", LedgerRoom.Text(store, "SELECT group_concat(number || ' ' || name, ', ') FROM schema_script"));
        Assert.Equal(Later.Sha256, LedgerRoom.Text(store, "SELECT sha256 FROM schema_script WHERE number = 7"));
    }

    [Fact]
    public async Task a_new_script_reaches_an_old_ledger()
    {
        await using (With(First)) await Task.CompletedTask;
        await using var store = With(First, Later);
        Assert.Equal("0", LedgerRoom.Text(store, "SELECT count(*) FROM later"));
    }

    [Fact]
    public async Task a_changed_script_is_fatal()
    {
        await using (With(First, Later)) await Task.CompletedTask;
        var fatal = Assert.Throws<LedgerBrokenException>(() => With(First, Later with { Sql = Later.Sql + " " }));
        Assert.Contains("007_later.sql was applied with another content", fatal.Message, StringComparison.Ordinal);
        Assert.Contains(room.File("ledger.db"), fatal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task other_line_ends_are_the_same_script()
    {
        await using (With(First with { Sql = First.Sql.ReplaceLineEndings("\r\n") })) await Task.CompletedTask;
        await using var store = With(First);
        Assert.True(store.Writable);
    }

    [Fact]
    public async Task a_ledger_of_a_newer_program_is_fatal()
    {
        await using (With(First, Later)) await Task.CompletedTask;
        var fatal = Assert.Throws<LedgerBrokenException>(() => With(First));
        Assert.Contains("007", fatal.Message, StringComparison.Ordinal);
        Assert.Contains("newer PropBot", fatal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task a_failing_script_leaves_nothing_behind()
    {
        await using (With(First)) await Task.CompletedTask;
        var wrong = new SchemaScript(8, "wrong", "CREATE TABLE half (id INTEGER); CREATE TABLE oops (");
        Assert.Throws<LedgerBrokenException>(() => With(First, wrong));
        await using var store = With(First);
        Assert.Equal("0", LedgerRoom.Text(store, "SELECT count(*) FROM sqlite_master WHERE name = 'half'"));
    }

    [Fact]
    public void two_scripts_of_one_number_are_fatal() =>
        Assert.Contains("001_twin.sql", Assert.Throws<LedgerBrokenException>(() => With(First, First with { Name = "twin" })).Message, StringComparison.Ordinal);

    private LedgerStore With(params SchemaScript[] scripts) => room.Open(room.Options with { Scripts = scripts });
}
