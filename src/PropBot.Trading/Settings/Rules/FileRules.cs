namespace PropBot.Trading.Settings.Rules;

/// <summary>Every run-time file must be writable where it resolves to (R49).</summary>
internal static class FileRules
{
    private const string Probe = ".write-probe";

    public static void Check(SettingValues values, ISettingsDisk disk, Findings findings)
    {
        if (values.FullPath("DATA_DIR") is { } data && disk.WhyNotWritable(Path.Combine(data, Probe)) is { } trouble)
            findings.Problem("DATA_DIR", $"{data} is not writable ({trouble}); give PropBot a folder it may write to");
        foreach (var setting in SettingRegistry.All.Where(setting => setting.InData is not null && values.IsSet(setting.Name)))
        {
            if (values.FullPath(setting.Name) is not { } path) continue;
            var probed = setting.Name == "SNAPSHOT_DIR" ? Path.Combine(path, Probe) : path;
            if (disk.WhyNotWritable(probed) is { } why) findings.Problem(setting.Name, $"{path} is not writable ({why}); use a path PropBot may write to");
        }

        var recordings = values.List("SIM_SOURCE");
        if (recordings.Count is not (0 or 2)) findings.Problem("SIM_SOURCE", "must name two recordings, one per venue: file A,file B");
        foreach (var recording in recordings.Where(path => path.Contains('\0') || !File.Exists(values.Resolve(path))))
            findings.Problem("SIM_SOURCE", $"there is no recording at '{(recording.Length <= 80 ? recording : recording[..80] + "…")}'; use file A,file B");
    }
}
