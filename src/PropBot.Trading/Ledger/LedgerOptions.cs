namespace PropBot.Trading.Ledger;

/// <summary>How far a commit goes before it is acknowledged.</summary>
public enum LedgerSync
{
    /// <summary>Every commit is on the disk: survives loss of power. What real money needs (R25).</summary>
    Full = 0,

    /// <summary>Survives a killed process; the last commits may go with the power.</summary>
    Normal = 1,

    /// <summary>Survives a killed process only. For simulation runs.</summary>
    Off = 2,
}

/// <param name="Directory">DATA_DIR, absolute; created if missing.</param>
/// <param name="Profile"><c>paper</c>, <c>testnet</c> or <c>live</c>; stamped at creation, another one later is fatal (R45).</param>
/// <param name="OwnThread">False: nothing commits until <see cref="LedgerStore.Step"/> is called.</param>
public sealed record LedgerOptions(string Directory, string Profile, LedgerSync Sync = LedgerSync.Full, bool OwnThread = true)
{
    /// <summary>The whole schema in numbered scripts. Another project adds its own with <see cref="SchemaScript.Embedded"/>; one sequence for all.</summary>
    public IReadOnlyList<SchemaScript> Scripts { get; init; } = SchemaScript.Embedded(typeof(LedgerOptions).Assembly);

    /// <summary>How long a commit waits for a lock that someone else (a database shell) holds, before it fails.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(1);

    public string DatabasePath => Path.Combine(Directory, "ledger.db");
}
