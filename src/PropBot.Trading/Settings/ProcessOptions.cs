using PropBot.Trading.Instruments;

namespace PropBot.Trading.Settings;

/// <summary>What the process around the desk needs at start, already validated. Paths are absolute.</summary>
public sealed record ProcessOptions
{
    public required string Profile { get; init; }

    /// <summary>MODE as people wrote it, brought to paper, testnet or live where it says one of them; else as it is.</summary>
    public required string ModeLabel { get; init; }

    /// <summary>What relative paths were resolved against (R39); printed at start.</summary>
    public required string Root { get; init; }
    public required string DataDirectory { get; init; }

    /// <summary>Null: the assembly's own version.</summary>
    public string? BuildVersion { get; init; }

    /// <summary><c>en</c> or <c>ru</c>.</summary>
    public required string Language { get; init; }
    public required DoorOptions Door { get; init; }
    public required RunTimeFiles Files { get; init; }
    public required PaperVenueOptions PaperVenues { get; init; }

    /// <summary>Null on paper, where the simulated venues say where they are.</summary>
    public VenueAddresses? Addresses { get; init; }

    /// <summary>The profile's keys; a venue is missing where none are set (paper, or testnet without auto-hedge).</summary>
    public required IReadOnlyDictionary<Venue, VenueKeys> Keys { get; init; }
}

/// <summary>API and dashboard (R37–R39). Tokens are null where not set; paper then generates its own (R38).</summary>
public sealed record DoorOptions(
    string Host, int Port, bool BehindProxy, bool AuthEnabled, Secret? ApiToken, Secret? ApproveToken, string? SecretsStorePath,
    TimeSpan IdempotencyTtl, int RatePerMinute, int Burst)
{
    /// <summary>TELEGRAM_OPERATORS: user id → operator; null when unset.</summary>
    public IReadOnlyDictionary<long, string>? TelegramOperators { get; init; }
}

public sealed record VenueKeys(Secret Key, Secret Secret, Secret Passphrase);

/// <summary>Bases without a trailing slash.</summary>
/// <param name="BinanceWsApi">The whole address of the WebSocket trading API, path included (wire protocols 1.9); empty where there is none.</param>
public sealed record VenueAddresses(string BinanceRest, string BinanceStream, string BinanceWsApi, string OkxRest, string OkxStream);

/// <summary>SIM_…; ports of 0 take a free one; <paramref name="External"/> is empty while the venues are embedded; keys that are null leave the simulator its own.</summary>
/// <param name="Recordings">None, or two: what plays as Binance and what plays as OKX.</param>
public sealed record PaperVenueOptions(
    int Seed, int BinancePort, int OkxPort, IReadOnlyDictionary<Venue, string> External, IReadOnlyList<string> Recordings,
    Secret? Key, Secret? Secret, Secret? Passphrase);

/// <summary>Mirrors for people and scripts (R45).</summary>
public sealed record RunTimeFiles
{
    public required string RuntimeState { get; init; }
    public required string Positions { get; init; }
    public required string HedgeLog { get; init; }
    public required string ExecutionStats { get; init; }
    public required string PnlHistory { get; init; }
    public required string Alerts { get; init; }

    /// <summary>OPS_ALERTS_MAX_RECORDS</summary>
    public required int MostAlerts { get; init; }
    public required string Approvals { get; init; }
    public required string DailyReports { get; init; }
    public required string ReconciliationAlerts { get; init; }
    public required string CapitalState { get; init; }
    public required string SnapshotFolder { get; init; }

    /// <summary>RECORD_DIR; null records nothing.</summary>
    public string? RecordFolder { get; init; }
}
