using PropBot.Trading.Ledger;

namespace PropBot.Trading.Tests.Ledger;

public sealed class MirrorFileTests : IDisposable
{
    private readonly LedgerRoom room = new();

    public void Dispose() => room.Dispose();

    private string Target => room.File("mirror.json");

    [Fact]
    public void the_file_holds_what_was_written_and_no_scrap_is_left()
    {
        Assert.Null(Mirror().Write("""{"a":1}"""));
        Assert.Equal("""{"a":1}""", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFiles(room.Path));
    }

    [Fact]
    public void a_reader_in_the_middle_keeps_the_old_content()
    {
        var mirror = Mirror();
        mirror.Write("""{"a":1}""");
        using var reader = new StreamReader(new FileStream(Target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        mirror.Write("""{"a":2}""");
        Assert.Equal("""{"a":1}""", reader.ReadToEnd());
        Assert.Equal("""{"a":2}""", File.ReadAllText(Target));
    }

    [Fact]
    public void the_same_content_is_not_written_again_even_after_a_restart()
    {
        Mirror().Write("[]");
        var again = Mirror();
        Assert.Null(again.Write("[]"));
        Assert.Null(again.WrittenAt);
        again.Write("[1]");
        Assert.Equal(room.Clock.GetUtcNow(), again.WrittenAt);
    }

    [Fact]
    public void a_lost_file_comes_back()
    {
        var mirror = Mirror();
        mirror.Write("[]");
        File.Delete(Target);
        mirror.Write("[]");
        Assert.Equal("[]", File.ReadAllText(Target));
    }

    [Fact]
    public void a_file_that_is_no_json_is_kept_once()
    {
        File.WriteAllText(Target, "{ half");
        Mirror().Write("[1]");
        File.WriteAllText(Target, "{ another half");
        Mirror().Write("[2]");
        Assert.Equal("{ half", File.ReadAllText(Target + ".corrupt"));
        Assert.Equal("[2]", File.ReadAllText(Target));
    }

    [Fact]
    public void a_failure_is_a_value_and_the_next_write_may_succeed()
    {
        Directory.CreateDirectory(Target + ".tmp");
        var mirror = Mirror();
        Assert.Contains("mirror.json", mirror.Write("[]"), StringComparison.Ordinal);
        Directory.Delete(Target + ".tmp");
        Assert.Null(mirror.Write("[]"));
        Assert.Equal("[]", File.ReadAllText(Target));
    }

    private MirrorFile Mirror() => new(Target, room.Clock);
}
