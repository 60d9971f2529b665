namespace PropBot.Workflows.Approvals;

/// <summary>A new file that only its owner may read, whole on the disk before it has its name.</summary>
internal static class PrivateFile
{
    /// <exception cref="IOException">A file of this name is there already.</exception>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var whole = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(whole, options))
        using (var writer = new StreamWriter(file))
        {
            writer.Write(text);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }
        File.Move(whole, path, overwrite: false);
    }
}
