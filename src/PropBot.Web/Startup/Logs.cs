using Microsoft.Extensions.Logging.Console;

namespace PropBot.Web.Startup;

/// <summary>JSON lines for machines; readable lines when a person sits at the terminal. Times are UTC.</summary>
public static class Logs
{
    public static void Configure(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("Microsoft.Hosting", LogLevel.Warning);
        if (Console.IsOutputRedirected) logging.AddJsonConsole(console => Utc(console));
        else logging.AddSimpleConsole(console => Utc(console).SingleLine = true);
    }

    private static T Utc<T>(T console)
        where T : ConsoleFormatterOptions
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        return console;
    }
}
