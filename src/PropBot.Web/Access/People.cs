using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>Where people come from at start: the secrets store, the shared token, or generated paper credentials (R38).</summary>
public sealed record People
{
    public const string PaperSource = "paper_credentials";
    public const string StoreSource = "secrets_store";

    public required IReadOnlyList<OperatorEntry> Operators { get; init; }
    public required string Source { get; init; }
    public string? ApiToken { get; init; }
    public string? ApproveToken { get; init; }

    /// <summary>Set at the first start only: what to print once.</summary>
    public PaperCredentials? Created { get; init; }

    /// <summary>Reasons not to start, without any token in them.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <exception cref="InvalidDataException">The paper credentials file is damaged.</exception>
    public static People Read(string profile, string dataDirectory, string? apiToken, string? approveToken, string? storePath)
    {
        var (stored, problems) = storePath is null ? ([], []) : SecretsStore.Read(storePath);
        var configured = new People { Operators = stored, Source = StoreSource, ApiToken = apiToken, ApproveToken = approveToken, Problems = problems };
        if (profile != "paper" || stored.Count > 0 || apiToken is not null || problems.Count > 0) return configured;
        var (paper, created) = PaperCredentials.ReadOrCreate(dataDirectory);
        return new People { Operators = paper.Operators, Source = PaperSource, ApproveToken = approveToken ?? paper.ApproveToken, Created = created ? paper : null };
    }

    /// <summary>Writes them into the ledger and answers who may come in from now on.</summary>
    public async Task<IdentityDirectory> Enter(ILedger ledger, TimeProvider clock)
    {
        await PeopleStore.Sync(ledger, Source, Operators, clock.GetUtcNow());
        var shared = ApiToken is null ? [] : new[] { new KnownToken(TokenHash.Of(ApiToken), new Identity(IdentityDirectory.SharedName, Role.Operator, Shared: true)) };
        return new IdentityDirectory([.. PeopleStore.Load(ledger, Source), .. shared]);
    }

    public SecondFactor SecondFactor() => new(ApproveToken);

    /// <summary>Everything that must never appear in an answer.</summary>
    public IReadOnlyList<string> Secrets() => [.. Operators.Select(o => o.Token), .. new[] { ApiToken, ApproveToken }.OfType<string>()];
}
