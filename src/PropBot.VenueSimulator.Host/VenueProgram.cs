using System.Runtime.InteropServices;

namespace PropBot.VenueSimulator.Host;

/// <summary>Runs the two simulated venues alone. Exit codes: 0 = ended by a signal, 2 = bad arguments, 1 = an address or file could not be used.</summary>
public static class VenueProgram
{
    public static async Task<int> Main(string[] arguments)
    {
        var (options, problems) = Arguments.Read(arguments, Environment.GetEnvironmentVariable(Arguments.FaultsVariable));
        if (problems.Count > 0)
        {
            foreach (var problem in problems) await Console.Error.WriteLineAsync(problem);
            return 2;
        }

        using var ended = new CancellationTokenSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, ended));
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, ended));
        try
        {
            await using var venues = await SimulatedVenues.Start(options, TimeProvider.System, ended.Token);
            Console.WriteLine($"READY binance={venues.BinanceUrl} okx={venues.OkxUrl}");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ended.Token);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
        catch (Exception impossible) when (impossible is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(impossible.Message);
            return 1;
        }

        return 0;
    }

    private static void End(PosixSignalContext signal, CancellationTokenSource ended)
    {
        signal.Cancel = true;
        ended.Cancel();
    }
}
