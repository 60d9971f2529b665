using PropBot.VenueSimulator.Binance;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Markets;
using PropBot.VenueSimulator.Okx;
using PropBot.VenueSimulator.Recordings;

namespace PropBot.VenueSimulator;

/// <summary>Both simulated venues, listening. The only place that starts anything: two listeners and the loop that moves the market.</summary>
public sealed class SimulatedVenues : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource stopping = new();
    private readonly VenueDoor binance;
    private readonly VenueDoor okx;
    private readonly OkxSkin okxSkin;
    private readonly Task driver;

    private SimulatedVenues(SimWorld world, VenueDoor binance, VenueDoor okx, OkxSkin okxSkin)
    {
        (World, this.binance, this.okx, this.okxSkin) = (world, binance, okx, okxSkin);
        driver = Drive();
    }

    public SimWorld World { get; }

    /// <summary><c>http://host:port</c>; the WebSockets are on the same port.</summary>
    public string BinanceUrl => binance.Url;

    public string OkxUrl => okx.Url;

    /// <exception cref="IOException">An address is taken, or the kept state or the fault script cannot be read.</exception>
    /// <exception cref="InvalidDataException">A recording, the kept state or the fault script is not what it should be.</exception>
    public static async Task<SimulatedVenues> Start(SimulatorOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        var world = MakeWorld(options, clock);
        var keys = new VenueCredentials(options.Key, options.Secret, options.Passphrase);
        var skin = new OkxSkin(world.Okx, keys);
        var faults = new FaultPage(world);
        VenueDoor? first = null;
        try
        {
            first = await VenueDoor.Open(options.BinanceAddress, world.Binance, new BinanceSkin(world.Binance, keys), cancellation, faults);
            var second = await VenueDoor.Open(options.OkxAddress, world.Okx, skin, cancellation, faults);
            return new SimulatedVenues(world, first, second, skin);
        }
        catch
        {
            if (first is not null) await first.DisposeAsync();
            skin.Dispose();
            world.Dispose();
            throw;
        }
    }

    /// <summary>The world without listeners, for in-memory transports and tests.</summary>
    public static SimWorld MakeWorld(SimulatorOptions options, TimeProvider clock)
    {
        var recordings = options is { RecordingA: { } a, RecordingB: { } b } ? (A: Recording.Load(a), B: Recording.Load(b)) : default;
        var usual = recordings.A is { } first ? [first.Symbol] : SimulatorOptions.DefaultSymbols;
        var symbols = options.Symbols is { Count: > 0 } named ? named : usual;
        var (binance, okx) = (VenueProfile.Binance(symbols), VenueProfile.Okx(symbols));
        IMarketSource market = recordings.A is null ? new SimMarket(options.Seed, binance.Instruments) : new RecordedMarket(recordings.A, recordings.B);
        var folder = options.DataDirectory is { } data ? Path.Combine(data, "sim") : null;
        var script = options.FaultScript is { } file ? FaultScript.Load(file) : [];
        var world = new SimWorld(market, binance, okx, clock, folder, options.Seed);
        world.Apply([.. script, .. options.Faults ?? []]);
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await binance.DisposeAsync();
        await okx.DisposeAsync();
        await driver;
        okxSkin.Dispose();
        World.Dispose();
        stopping.Dispose();
    }

    private async Task Drive()
    {
        using var beat = new PeriodicTimer(Beat, World.Clock);
        try
        {
            while (await beat.WaitForNextTickAsync(stopping.Token)) World.Advance();
        }
        catch (OperationCanceledException)
        {
            // The venues are going away.
        }
    }
}
