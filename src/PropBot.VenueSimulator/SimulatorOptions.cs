using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator;

/// <summary>Steers both simulated venues.</summary>
/// <param name="BinanceAddress">host:port on loopback; port 0 = a free one.</param>
/// <param name="Seed">Of the generated market.</param>
/// <param name="Passphrase">OKX only.</param>
/// <param name="DataDirectory">State is kept in <c>sim/</c> below it; null = memory only.</param>
/// <param name="Symbols">Null: the three usual ones, or the recording's.</param>
/// <param name="RecordingA">Recording (market-data form, .gz or plain) that plays as Binance's book; both or none.</param>
/// <param name="RecordingB">The same for OKX.</param>
/// <param name="FaultScript">A file of JSON lines, one rule each, <c>at_ms</c> from the start (docs/SIMULATOR.md); null = none.</param>
/// <param name="Faults">Rules applied at the start, beside the script's.</param>
public sealed record SimulatorOptions(
    string BinanceAddress = "127.0.0.1:0", string OkxAddress = "127.0.0.1:0", int Seed = 7, string Key = "paper-key", string Secret = "paper-secret",
    string Passphrase = "paper-passphrase", string? DataDirectory = null, IReadOnlyList<string>? Symbols = null, string? RecordingA = null, string? RecordingB = null,
    string? FaultScript = null, IReadOnlyList<FaultRule>? Faults = null)
{
    public static IReadOnlyList<string> DefaultSymbols { get; } = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
}

/// <summary>What a client must know to be let in.</summary>
public sealed record VenueCredentials(string Key, string Secret, string Passphrase);
