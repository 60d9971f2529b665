using System.Globalization;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class AuditChainTests : IDisposable
{
    private const int Records = 40;

    private static readonly string[] Texts = ["actor", "role", "action", "channel", "details", "prev", "hash"];

    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    [Fact]
    public async Task what_was_written_is_intact()
    {
        await Fill();
        using var db = room.Raw();
        var intact = Assert.IsType<AuditVerdict.Intact>(AuditChain.Verify(db));
        Assert.Equal(Records, intact.Records);
        Assert.Equal(LedgerRoom.Text(db, "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1"), intact.HeadHash);
    }

    [Fact]
    public async Task a_new_ledger_is_intact()
    {
        await using var store = room.Open();
        Assert.Equal(0, Assert.IsType<AuditVerdict.Intact>(store.Read(AuditChain.Verify)).Records);
    }

    [Fact]
    public async Task the_first_hash_is_the_one_the_documented_form_gives()
    {
        await using (var store = room.Open()) await Audit(store, 0, "ü");
        using var db = room.Raw();
        // printf '1:1,16:1767614400000000,2:ü,8:operator,4:hold,3:api,7:{"n":0},64:%064d,' 0 | sha256sum
        Assert.Equal("5a8582a2c701a8173b94ef7a3fe226616adc7797fbdf00af6b6fce28359c92e8", LedgerRoom.Text(db, "SELECT hash FROM audit"));
    }

    [Fact]
    public async Task a_record_of_an_undone_unit_leaves_no_gap()
    {
        await using (var store = room.Open())
        {
            await Audit(store, 0);
            var undone = store.Write(unit =>
            {
                unit.Audit("operator-a", "operator", "hold", "api", "{}");
                throw new InvalidOperationException();
            });
            var kept = Audit(store, 1);
            await Assert.ThrowsAsync<InvalidOperationException>(() => undone);
            await kept;
        }

        using var db = room.Raw();
        Assert.Equal(2, Assert.IsType<AuditVerdict.Intact>(AuditChain.Verify(db)).Records);
    }

    [Fact]
    public async Task the_table_itself_refuses_edits_and_deletions()
    {
        await Fill();
        using var db = room.Raw();
        Assert.Throws<SqliteException>(() => LedgerRoom.Text(db, "UPDATE audit SET actor = 'x'"));
        Assert.Throws<SqliteException>(() => LedgerRoom.Text(db, "DELETE FROM audit"));
    }

    [Fact]
    public async Task every_one_of_100_random_single_record_mutations_is_found()
    {
        await Fill();
        using var db = room.Raw();
        LedgerRoom.Text(db, "DROP TRIGGER audit_is_never_edited");
        LedgerRoom.Text(db, "DROP TRIGGER audit_is_never_deleted");
        for (var seed = 0; seed < 100; seed++)
        {
            LedgerRoom.Text(db, "BEGIN");
            var (touched, what) = Mutate(db, seed);
            var found = AuditChain.Verify(db);
            LedgerRoom.Text(db, "ROLLBACK");
            Assert.True(found is AuditVerdict.Broken broken && broken.Sequence == touched, $"seed {seed}: {what}: {found}");
        }

        Assert.IsType<AuditVerdict.Intact>(AuditChain.Verify(db));
    }

    [Theory]
    [InlineData("DELETE FROM meta WHERE key = 'audit_head'")]
    [InlineData("UPDATE meta SET value = 'nonsense' WHERE key = 'audit_head'")]
    [InlineData("DELETE FROM audit WHERE seq > 30")]
    [InlineData("DELETE FROM audit")]
    public async Task a_cut_end_or_a_lost_head_is_found(string mutation)
    {
        await Fill();
        using var db = room.Raw();
        LedgerRoom.Text(db, "DROP TRIGGER audit_is_never_deleted");
        LedgerRoom.Text(db, mutation);
        Assert.IsType<AuditVerdict.Broken>(AuditChain.Verify(db));
    }

    [Fact]
    public async Task without_its_head_nothing_is_appended()
    {
        await Fill();
        using (var db = room.Raw()) LedgerRoom.Text(db, "DELETE FROM meta WHERE key = 'audit_head'");
        await using var store = room.Open();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Audit(store, 99));
    }

    /// <returns>The sequence number where the chain must be found broken, and what was done.</returns>
    private static (long Touched, string What) Mutate(SqliteConnection db, int seed)
    {
        var dice = new Random(seed);
        var at = dice.Next(1, Records + 1);
        var (touched, sql) = dice.Next(6) switch
        {
            0 => (at, $"DELETE FROM audit WHERE seq = {at}"),
            1 => (at, $"UPDATE audit SET at = at + 1 WHERE seq = {at}"),
            2 => (Records + 1, $"INSERT INTO audit SELECT {Records + 1}, at, actor, role, action, channel, details, prev, hash FROM audit WHERE seq = {at}"),
            3 => Swap(Math.Min(at, Records - 1)),
            4 => (at, $"UPDATE audit SET actor = actor || role, role = '' WHERE seq = {at}"),
            _ => Edit(at, Texts[dice.Next(Texts.Length)]),
        };
        LedgerRoom.Text(db, sql);
        return (touched, sql);
    }

    private static (int Touched, string Sql) Edit(int at, string column) => (at, $"UPDATE audit SET {column} = 'x' || substr({column}, 2) WHERE seq = {at}");

    private static (int Touched, string Sql) Swap(int at) => (at, string.Create(CultureInfo.InvariantCulture,
        $"UPDATE audit SET seq = -1 WHERE seq = {at}; UPDATE audit SET seq = {at} WHERE seq = {at + 1}; UPDATE audit SET seq = {at + 1} WHERE seq = -1"));

    private async Task Fill()
    {
        await using var store = room.Open();
        for (var i = 0; i < Records; i++) await Audit(store, i);
    }

    private static Task Audit(LedgerStore store, int number, string actor = "operator-a")
    {
        var written = store.Write(unit => unit.Audit(actor, "operator", "hold", "api", string.Create(CultureInfo.InvariantCulture, $$"""{"n":{{number}}}""")));
        store.Step();
        return written;
    }
}
