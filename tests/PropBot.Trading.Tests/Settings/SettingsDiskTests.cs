using PropBot.Trading.Settings;

namespace PropBot.Trading.Tests.Settings;

public sealed class SettingsDiskTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-settings").FullName;
    private readonly SettingsDisk disk = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void a_missing_folder_is_made_and_the_probe_leaves_no_file()
    {
        var file = Path.Combine(folder, "a", "b", "state.json");
        Assert.Null(disk.WhyNotWritable(file));
        Assert.True(Directory.Exists(Path.GetDirectoryName(file)));
        Assert.False(File.Exists(file));
    }

    [Fact]
    public void a_file_that_is_there_keeps_its_text()
    {
        var file = Path.Combine(folder, "state.json");
        File.WriteAllText(file, "{}");
        Assert.Null(disk.WhyNotWritable(file));
        Assert.Equal("{}", disk.TryRead(file, out _));
    }

    [Fact]
    public void a_path_through_a_file_and_a_path_that_is_a_folder_are_not_writable()
    {
        File.WriteAllText(Path.Combine(folder, "file"), "");
        Assert.NotNull(disk.WhyNotWritable(Path.Combine(folder, "file", "state.json")));
        Assert.NotNull(disk.WhyNotWritable(folder));
    }

    [Fact]
    public void what_cannot_be_read_says_why()
    {
        Assert.Null(disk.TryRead(Path.Combine(folder, "missing.json"), out var why));
        Assert.NotEmpty(why);
    }
}
