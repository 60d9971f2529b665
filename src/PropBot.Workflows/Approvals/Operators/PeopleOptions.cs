namespace PropBot.Workflows.Approvals.Operators;

/// <summary>What the environment says about people at this start.</summary>
/// <param name="Profile"><c>paper</c>, <c>testnet</c> or <c>live</c>.</param>
/// <param name="DataDirectory">Where the key file lies.</param>
public sealed record PeopleOptions(string Profile, string DataDirectory)
{
    public bool Paper => Profile == "paper";

    /// <summary>The file's word in the ledger: <c>paper_credentials</c> or <c>secrets_store</c>.</summary>
    public required string FileSource { get; init; }

    /// <summary>Null when there is no file: what the ledger knows stands.</summary>
    public IReadOnlyList<OperatorEntry>? FromFile { get; init; }

    /// <summary>API_TOKEN</summary>
    public string? ApiToken { get; init; }

    /// <summary>APPROVE_TOKEN</summary>
    public string? ApproveToken { get; init; }

    /// <summary>TELEGRAM_OPERATORS; null when unset.</summary>
    public IReadOnlyDictionary<long, string>? Telegram { get; init; }
}

/// <summary>Whether the people of this start can be worked with.</summary>
public abstract record PeopleOpening
{
    private PeopleOpening()
    {
    }

    /// <param name="Warnings">What the environment asked for and was not done, as sentences.</param>
    public sealed record Ready(PeopleBook Book, IReadOnlyList<string> Warnings) : PeopleOpening;

    /// <param name="Setting">The setting that leads to the mending.</param>
    public sealed record Refused(string Setting, IReadOnlyList<string> Problems) : PeopleOpening;
}
