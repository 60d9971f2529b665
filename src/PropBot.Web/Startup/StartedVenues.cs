using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Settings;
using PropBot.VenueSimulator;
using VenueOptions = PropBot.VenueSimulator.SimulatorOptions;

namespace PropBot.Web.Startup;

/// <summary>Where the venues are and whose keys open them; in paper the embedded ones are started here and stopped with this.</summary>
public sealed class StartedVenues : ICredentialSource, IAsyncDisposable
{
    private readonly Dictionary<Venue, Credential> keys;
    private readonly SimulatedVenues? embedded;

    private StartedVenues(VenueAddresses addresses, Dictionary<Venue, Credential> keys, SimulatedVenues? embedded) =>
        (Addresses, this.keys, this.embedded) = (addresses, keys, embedded);

    public VenueAddresses Addresses { get; }

    /// <exception cref="IOException">A simulator port is taken, or its kept state cannot be read.</exception>
    public static async Task<StartedVenues> Start(SettingsResult.Ready settings, TimeProvider clock, CancellationToken stop)
    {
        var host = settings.Host;
        if (host.Addresses is { } addresses)
            return new StartedVenues(addresses, host.Keys.ToDictionary(k => k.Key, k => new Credential(k.Value.Key.Value, k.Value.Secret.Value, k.Value.Passphrase.Value)), null);
        var options = Simulation(settings);
        var both = Venues.All.ToDictionary(venue => venue, _ => new Credential(options.Key, options.Secret, options.Passphrase));
        if (host.PaperVenues.External is { Count: > 0 } external) return new StartedVenues(At(external[Venue.Binance], external[Venue.Okx]), both, null);
        var venues = await SimulatedVenues.Start(options, clock, stop);
        return new StartedVenues(At(venues.BinanceUrl, venues.OkxUrl), both, venues);
    }

    /// <exception cref="InvalidOperationException">No key is set for this venue, which the settings allow only where nothing is signed.</exception>
    public Credential For(Venue venue) =>
        keys.TryGetValue(venue, out var key) ? key : throw new InvalidOperationException($"no API key is set for {venue.Word()}");

    public async ValueTask DisposeAsync()
    {
        if (embedded is not null) await embedded.DisposeAsync();
    }

    private static VenueOptions Simulation(SettingsResult.Ready settings)
    {
        var asked = settings.Host.PaperVenues;
        var standard = new VenueOptions();
        return standard with
        {
            BinanceAddress = $"127.0.0.1:{asked.BinancePort}",
            OkxAddress = $"127.0.0.1:{asked.OkxPort}",
            Seed = asked.Seed,
            Key = asked.Key?.Value ?? standard.Key,
            Secret = asked.Secret?.Value ?? standard.Secret,
            Passphrase = asked.Passphrase?.Value ?? standard.Passphrase,
            DataDirectory = settings.Host.DataDirectory,
            Symbols = settings.Trading.Universe.Symbols,
            RecordingA = asked.Recordings.Count > 0 ? asked.Recordings[0] : null,
            RecordingB = asked.Recordings.Count > 0 ? asked.Recordings[^1] : null,
        };
    }

    private static VenueAddresses At(string binance, string okx) =>
        new(Http(binance), WebSocket(binance), $"{WebSocket(binance)}/ws-fapi/v1", Http(okx), WebSocket(okx));

    private static string Http(string url) => url.TrimEnd('/');

    /// <summary>The simulator serves streams on the port of its REST side.</summary>
    private static string WebSocket(string url) => Http(url).Replace("http", "ws", StringComparison.Ordinal);
}
