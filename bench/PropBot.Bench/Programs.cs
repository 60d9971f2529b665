using System.Diagnostics;

namespace PropBot.Bench;

/// <summary>Starts a program of this solution from its build output, beside the bench's own.</summary>
internal static class Programs
{
    public static Process Start(string name, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var dll = Path.Combine(own.Parent!.Parent!.FullName, name, own.Name, name + ".dll");
        if (!File.Exists(dll)) throw new FileNotFoundException($"build {name} first ({own.Name})", dll);
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(dll);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (key, value) in environment ?? new Dictionary<string, string>()) start.Environment[key] = value;
        return Process.Start(start) ?? throw new InvalidOperationException($"{name} did not start");
    }
}
