using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Trading.Desk;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Mirrors;
using PropBot.Trading.Desk.Watch;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Exchanges.Binance;
using PropBot.Trading.Exchanges.Okx;
using PropBot.Trading.Ledger;
using PropBot.Trading.MarketData;
using PropBot.Trading.Settings;

namespace PropBot.Trading;

/// <summary>What the process decides before the desk exists: where the venues are, whose keys, and what makes this start unique.</summary>
/// <param name="BootId">Made anew at each start; permits of another boot are void (R2).</param>
/// <param name="Seed">For back-off jitter of the connectors.</param>
/// <param name="Mirrors">Where the JSON mirrors for people and scripts go (R45).</param>
public sealed record TradingDoors(VenueAddresses Addresses, ICredentialSource Credentials, string BootId, int Seed, MirrorOptions Mirrors)
{
    /// <summary>RECORD_DIR: market data is recorded there; null = not at all.</summary>
    public string? RecordFolder { get; init; }
}

/// <summary>The only place that registers this project's services.</summary>
public static class TradingSetup
{
    /// <summary>
    /// Registers the desk over an open ledger. Hosted: the desk's thread. The ledger is the caller's to dispose, after everything here.
    /// </summary>
    public static IServiceCollection AddTrading(this IServiceCollection services, TradingOptions options, TradingDoors doors, LedgerStore ledger)
    {
        // What is still open is looked after even when its symbol has left SYMBOLS; nothing new opens on it.
        var trading = options with
        {
            OpensOn = [.. options.Universe.Symbols],
            Universe = options.Universe.Including(RestartRecovery.SymbolsAtWork(ledger)),
        };
        services.AddSingleton(trading);
        services.AddSingleton<ILedger>(ledger);
        services.AddSingleton(_ => new EmergencyLog(options.DataDirectory));
        services.AddSingleton(provider => new BrakeFiles(new RunMarker(options.DataDirectory), provider.GetRequiredService<EmergencyLog>()));
        services.AddSingleton<IReadOnlyList<IExchange>>(provider => Exchanges(trading, doors, provider));
        services.AddSingleton(provider => new TradingDesk(new DeskParts(
            trading, ledger, provider.GetRequiredService<IReadOnlyList<IExchange>>(), provider.GetRequiredService<TimeProvider>(), doors.BootId,
            provider.GetRequiredService<ILogger<TradingDesk>>(), provider.GetRequiredService<BrakeFiles>(), ledger.StampAccounts, provider.GetService<RecordingDoor>() is { } record ? record.Open : null,
            WatchesHost: true)));
        if (doors.RecordFolder is { } folder) services.AddSingleton(provider => new RecordingDoor(folder, trading.Universe, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IDesk>(provider => provider.GetRequiredService<TradingDesk>());
        services.AddHostedService(provider => new DeskLoop(
            provider.GetRequiredService<TradingDesk>(), provider.GetRequiredService<IReadOnlyList<IExchange>>(), provider.GetRequiredService<TimeProvider>(),
            trading.Hedging.LegDeadline, provider.GetRequiredService<ILogger<DeskLoop>>()));
        services.AddSingleton(provider => new MirrorKeeper(
            doors.Mirrors, ledger, provider.GetRequiredService<TimeProvider>(), () => provider.GetRequiredService<TradingDesk>().Snapshot));
        services.AddHostedService<MirrorLoop>();
        services.AddHostedService(provider => new HostLoop(
            provider.GetRequiredService<TradingDesk>(), options.DataDirectory, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HostLoop>>()));
        return services;
    }

    private static IExchange[] Exchanges(TradingOptions options, TradingDoors doors, IServiceProvider provider)
    {
        var clock = provider.GetRequiredService<TimeProvider>();
        var sockets = new ClientWebSocketFactory();
        var binance = new BinanceOptions
        {
            RestUrl = doors.Addresses.BinanceRest,
            StreamUrl = doors.Addresses.BinanceStream,
            WsApiUrl = doors.Addresses.BinanceWsApi,
            PreferRest = options.BinanceOrdersByRest,
        };
        var okx = new OkxOptions
        {
            RestUrl = doors.Addresses.OkxRest,
            StreamUrl = doors.Addresses.OkxStream,
            Demo = options.Profile == "testnet",
            OrdersByRest = options.OkxOrdersByRest,
        };
        return
        [
            new BinanceExchange(
                binance, options.Universe, doors.Credentials, NetworkDoor.CreateHttp(), sockets, clock, doors.Seed, provider.GetRequiredService<ILogger<BinanceExchange>>()),
            new OkxExchange(
                okx, options.Universe, doors.Credentials, NetworkDoor.CreateHttp(), sockets, clock, doors.Seed + 1, provider.GetRequiredService<ILogger<OkxExchange>>()),
        ];
    }
}
