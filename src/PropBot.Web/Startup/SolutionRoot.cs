namespace PropBot.Web.Startup;

/// <summary>Where relative paths start (R39).</summary>
public static class SolutionRoot
{
    /// <summary>The nearest folder at or above <paramref name="folder"/> that holds PropBot.sln, or null.</summary>
    public static string? Above(string folder)
    {
        for (var here = new DirectoryInfo(folder); here is not null; here = here.Parent)
        {
            if (File.Exists(Path.Combine(here.FullName, "PropBot.sln"))) return here.FullName;
        }
        return null;
    }
}
