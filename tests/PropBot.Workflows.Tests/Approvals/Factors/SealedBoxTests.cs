using PropBot.Workflows.Approvals.Factors;

namespace PropBot.Workflows.Tests.Approvals.Factors;

public sealed class SealedBoxTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-box-").FullName;

    private string KeyFile => Path.Combine(folder, SealedBox.FileName);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void what_was_sealed_is_read_again_after_a_restart_and_only_for_its_purpose()
    {
        byte[] held;
        using (var box = SealedBox.Open(folder, mayMake: true)) held = box.Seal("totp:alice", [1, 2, 3]);
        using var again = SealedBox.Open(folder, mayMake: false);

        Assert.Equal([1, 2, 3], again.TryUnseal("totp:alice", held));
        Assert.Null(again.TryUnseal("totp:bob", held));
        for (var at = 0; at < held.Length; at++)
        {
            var changed = (byte[])held.Clone();
            changed[at] ^= 1;
            Assert.Null(again.TryUnseal("totp:alice", changed));
        }
        Assert.Null(again.TryUnseal("totp:alice", held[..20]));
        Assert.NotEqual(held, again.Seal("totp:alice", [1, 2, 3]));
    }

    [Fact]
    public void only_the_owner_may_read_the_key_and_a_key_open_to_others_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        SealedBox.Open(folder, mayMake: true).Dispose();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));

        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<InvalidDataException>(() => SealedBox.Open(folder, mayMake: true)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("c2hvcnQ=")]
    public void a_lost_or_damaged_key_is_named_and_never_replaced(string? content)
    {
        if (content is not null) File.WriteAllText(KeyFile, content);
        if (content is not null && !OperatingSystem.IsWindows()) File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead);

        Assert.Contains(KeyFile, Assert.Throws<InvalidDataException>(() => SealedBox.Open(folder, mayMake: content is not null)).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.Exists(KeyFile) ? File.ReadAllText(KeyFile) : null);
    }
}
