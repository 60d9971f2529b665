using PropBot.Trading.Settings;
using PropBot.Web.Access;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Startup;

/// <summary>What the process says on the console for the person who started it.</summary>
public static class Greeting
{
    public static void Refuse(TextWriter output, SettingsResult.Refused refused)
    {
        foreach (var warning in refused.Warnings) output.WriteLine(warning);
        foreach (var problem in refused.Problems) output.WriteLine(problem);
        output.WriteLine("Nothing was started.");
    }

    public static void Show(TextWriter output, ProcessOptions host, StartedVenues venues, People people, string address)
    {
        output.WriteLine($"PropBot · profile {host.Profile} · root {host.Root} · data {host.DataDirectory}");
        output.WriteLine($"Venues: binance {venues.Addresses.BinanceRest} · okx {venues.Addresses.OkxRest}");
        output.WriteLine($"Start page: {address}/   API: {address}/docs   Health: {address}/healthz");
        if (people.Created is { } created) ShowOnce(output, created, Path.Combine(host.DataDirectory, PaperCredentials.FileName));
        else if (people.Source == People.PaperSource) output.WriteLine($"Log in at {address}/ with a token from {Path.Combine(host.DataDirectory, PaperCredentials.FileName)}");
        else output.WriteLine($"Log in at {address}/ with your operator token.");
    }

    private static void ShowOnce(TextWriter output, PaperCredentials created, string file)
    {
        output.WriteLine($"New paper credentials (shown this once, kept in {file}):");
        foreach (var person in created.Operators) output.WriteLine($"  {person.Name,-12} {person.Role.Word(),-9} {person.Token}");
        output.WriteLine($"  {"APPROVE_TOKEN",-22} {created.ApproveToken}");
    }
}
