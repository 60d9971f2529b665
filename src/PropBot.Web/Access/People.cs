using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Web.Access;

/// <summary>What the environment says about people at start: the secrets store, the shared token, or generated paper credentials (R38).</summary>
public sealed record People
{
    public const string PaperSource = "paper_credentials";
    public const string StoreSource = "secrets_store";

    public required PeopleOptions Options { get; init; }

    /// <summary>Set at the first start only: what to print once.</summary>
    public PaperCredentials? Created { get; init; }

    /// <summary>Reasons not to start, without any token in them.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    public string Source => Options.FileSource;

    /// <param name="storePath">SECRETS_STORE_PATH</param>
    /// <param name="bootstrapped">The ledger has people from the bootstrap command: paper then makes up none.</param>
    /// <exception cref="InvalidDataException">The paper credentials file is damaged.</exception>
    public static People Read(PeopleOptions asked, string? storePath, bool bootstrapped)
    {
        var (stored, problems) = storePath is null ? (null, []) : SecretsStore.Read(storePath);
        if (!asked.Paper || stored is { Count: > 0 } || asked.ApiToken is not null || problems.Count > 0)
            return new People { Options = asked with { FileSource = StoreSource, FromFile = asked.Paper ? stored ?? [] : stored }, Problems = problems };
        var (paper, created) = PaperCredentials.ReadOrCreate(asked.DataDirectory, withPeople: !bootstrapped);
        return new People
        {
            Options = asked with { FileSource = PaperSource, FromFile = paper.Operators, ApproveToken = asked.ApproveToken ?? paper.ApproveToken },
            Created = created ? paper : null,
        };
    }

    /// <summary>True when the bootstrap command has named the first people of this ledger.</summary>
    public static bool Bootstrapped(ILedger ledger) => ledger.Read(db =>
    {
        using var command = db.CreateCommand();
        command.CommandText = "SELECT 1 FROM operator WHERE source = 'bootstrap'";
        return command.ExecuteScalar() is not null;
    });

    /// <summary>Everything that must never appear in an answer.</summary>
    public IReadOnlyList<string> Secrets() =>
        [.. (Options.FromFile ?? []).Select(o => o.Token), .. new[] { Options.ApiToken, Options.ApproveToken }.OfType<string>()];
}
