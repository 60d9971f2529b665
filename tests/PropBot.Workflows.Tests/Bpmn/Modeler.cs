using System.ComponentModel;
using System.Diagnostics;

namespace PropBot.Workflows.Tests.Bpmn;

/// <summary>The library with which bpmn-js reads and writes, run by node. Installed once into the temporary folder, never into the repository.</summary>
internal static class Modeler
{
    private const string Package = "bpmn-moddle@10.3.1";

    private static readonly string Folder = Path.Combine(Path.GetTempPath(), "propbot-" + Package.Replace('@', '-'));

    private static readonly Lazy<string?> Absent = new(Install);

    /// <summary>Null when it can be run; else why not.</summary>
    public static string? Missing => Absent.Value;

    /// <returns>File name → what it is after opening and saving.</returns>
    public static IReadOnlyDictionary<string, string> OpenAndSave(string folder)
    {
        var saved = Directory.CreateTempSubdirectory("propbot-saved-").FullName;
        try
        {
            File.Copy(Path.Combine(Files.Root(), "tests/PropBot.Workflows.Tests/Bpmn/round-trip.mjs"), Path.Combine(Folder, "round-trip.mjs"), overwrite: true);
            var (code, said) = Run("node", Folder, "round-trip.mjs", folder, saved);
            Assert.True(code == 0, said);
            return Directory.EnumerateFiles(saved).ToDictionary(f => Path.GetFileNameWithoutExtension(f)!, File.ReadAllText);
        }
        finally
        {
            Directory.Delete(saved, recursive: true);
        }
    }

    private static string? Install()
    {
        try
        {
            if (Directory.Exists(Path.Combine(Folder, "node_modules", "bpmn-moddle"))) return null;
            Directory.CreateDirectory(Folder);
            var (code, said) = Run("npm", Folder, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", Folder, Package);
            return code == 0 ? null : "npm could not fetch " + Package + ": " + said.Trim().Split('\n')[0];
        }
        catch (Win32Exception)
        {
            return "node and npm are not installed";
        }
    }

    private static (int Code, string Said) Run(string program, string folder, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardError.ReadToEndAsync();
        if (process.WaitForExit(TimeSpan.FromMinutes(2))) return (process.ExitCode, said.Result);
        process.Kill(entireProcessTree: true);
        return (-1, $"{program} did not come back within two minutes");
    }
}

/// <summary>Skipped, and says why, only where node or its packages cannot be had.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelerFactAttribute : FactAttribute
{
    public ModelerFactAttribute() => Skip = Modeler.Missing;
}
