using System.Collections.Concurrent;
using System.Text.Json;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals.Factors;

namespace PropBot.Workflows.Approvals.Operators;

/// <summary>
/// The people of the ledger with their picture in memory: the ledger decides, the picture lets the emergency doors open with the
/// database down (R4). Whoever changes people inside a transaction calls <see cref="Refresh"/> after its commit.
/// </summary>
public sealed class PeopleBook : IDisposable
{
    private readonly ILedger ledger;
    private readonly TimeProvider clock;
    private readonly PeopleOptions options;
    private readonly SealedBox box;
    private readonly KnownToken[] shared;
    private readonly Lock refreshing = new();

    /// <summary>Shut out while the ledger could not be written: until it is written down, or the process ends.</summary>
    private readonly ConcurrentDictionary<string, bool> shutOut = new(StringComparer.Ordinal);

    private PeopleBook(ILedger ledger, TimeProvider clock, PeopleOptions options, SealedBox box, AuditVerdict chain)
    {
        (this.ledger, this.clock, this.options, this.box, Chain) = (ledger, clock, options, box, chain);
        shared = options.ApiToken is { } token ? [new KnownToken(TokenHash.Of(token), new Identity(IdentityDirectory.SharedName, Role.Operator, Shared: true))] : [];
        Directory = new IdentityDirectory(Known());
        Factors = SecondFactors.Open(ledger, clock, ApproveToken.Of(options.ApproveToken), box);
        Enrolment = new TotpEnrolment(ledger, clock, Factors, options.Profile);
    }

    public IdentityDirectory Directory { get; }

    public SecondFactors Factors { get; }

    public TotpEnrolment Enrolment { get; }

    /// <summary>R9: outside paper nothing is loosened without two named operators.</summary>
    public bool EnoughToLoosen => options.Paper || Directory.Operators >= 2;

    /// <summary>The audit as it was found at this start, before anything was added to it.</summary>
    public AuditVerdict Chain { get; }

    /// <summary>What stands against any loosening, whatever it is: <c>audit_chain_broken</c> (R47), <c>two_people_required</c> (R9); or null.</summary>
    public ApprovalAnswer.Refused? LooseningObjection => this switch
    {
        { Chain: AuditVerdict.Broken broken } => new("audit_chain_broken", $"The audit is broken at record {broken.Sequence}, so nothing is loosened; tightening goes on. Bring back a backup whose chain is whole."),
        { EnoughToLoosen: false } => new("two_people_required", $"{Directory.Operators} of the two named operators that any loosening needs may act; tightening goes on. {WayBack}"),
        _ => null,
    };

    /// <summary>What people should know before it is too late, as a sentence; null when there is nothing. Adding somebody takes two (R12).</summary>
    public string? Caution => this switch
    {
        { EnoughToLoosen: false } => $"{Directory.Operators} of the two named operators that any loosening needs may act. {WayBack}",
        { options.Paper: false, Directory.Operators: 2 } =>
            "There are two operators. If one of them is lost, nothing can be loosened in this ledger any more, since adding somebody takes two: add a third now (operators/change-request).",
        _ => null,
    };

    private const string WayBack =
        "Nobody can be added or raised by one person, and the bootstrap works on an empty ledger only: close what is open (that still works), stop the service, " +
        "set DATA_DIR to an empty folder and run there: PropBot.Web operators bootstrap --operator <name> --operator <name>";

    /// <summary>A bot token as a change carries it: under the key file.</summary>
    public string SealBotToken(string token) =>
        Convert.ToBase64String(box.Seal(PeopleChange.ChangeBotToken.BotTokenPurpose, System.Text.Encoding.UTF8.GetBytes(token)));

    /// <exception cref="InvalidDataException">The key file is missing or damaged.</exception>
    public static async Task<PeopleOpening> Open(ILedger ledger, TimeProvider clock, PeopleOptions options)
    {
        var chain = ledger.Read(AuditChain.Verify);
        var at = clock.GetUtcNow();
        List<string> warnings = [];
        IReadOnlyList<string> unknown = [];
        var (appointed, mayMakeKey) = (0L, false);
        await ledger.Write(tx =>
        {
            if (options.FromFile is { } file) warnings.AddRange(PeopleStore.Sync(tx, options.FileSource, file, options.Paper, at));
            unknown = options.Telegram is { } asked ? TelegramSync.Problems(tx, asked) : [];
            if (unknown.Count == 0 && options.Telegram is { } map) warnings.AddRange(TelegramSync.Run(tx, map, options.Paper, at));
            if (!options.Paper && PinApproveToken(tx, options.ApproveToken, at) is { } other) warnings.Add(other);
            appointed = Appointed(tx);
            mayMakeKey = tx.Scalar("SELECT 1 FROM totp") is null && tx.Scalar("SELECT 1 FROM people_secret WHERE name = 'TELEGRAM_BOT_TOKEN'") is null;
        });
        if (unknown.Count > 0) return new PeopleOpening.Refused("TELEGRAM_OPERATORS", unknown);
        var book = new PeopleBook(ledger, clock, options, SealedBox.Open(options.DataDirectory, mayMakeKey), chain);
        if (book.EnoughToLoosen) return new PeopleOpening.Ready(book, warnings);
        if (appointed < 2) return new PeopleOpening.Refused("DATA_DIR", [.. warnings, TooFew(options.Profile, book.Directory.Operators)]);
        // Somebody was removed since. Open positions still need looking after, so the desk starts, and nothing can be loosened.
        warnings.Add($"only {book.Directory.Operators} of the named operators may act: nothing can be loosened (R9)");
        return new PeopleOpening.Ready(book, warnings);
    }

    /// <summary>
    /// Revoking, removing, lowering: one person, at once (R12). Null when done. Refused: <c>two_people_required</c> for a loosening, those of
    /// <see cref="PeopleChanges.Apply"/>, and <c>ledger_unavailable</c>, when the person is shut out in memory only.
    /// </summary>
    public async Task<PeopleRefusal?> Tighten(Actor who, PeopleChange change)
    {
        if (change.Loosens) return new PeopleRefusal("two_people_required", "This takes two people.");
        try
        {
            PeopleRefusal? refusal = null;
            await ledger.Write(tx =>
            {
                refusal = PeopleChanges.Apply(tx, change, PeopleHand.Of(who), clock.GetUtcNow());
                if (refusal is not null) Denied(tx, who, change, refusal);
            });
            if (refusal is null) shutOut.TryRemove(change.Subject, out _);
            Refresh();
            return refusal;
        }
        catch (LedgerUnavailableException)
        {
            if (change.Subject.Length > 0) shutOut[change.Subject] = true;
            lock (refreshing) Directory.Replace(Directory.All.Where(token => token.Identity.Name != change.Subject));
            return new PeopleRefusal("ledger_unavailable", $"{change.Subject} is shut out until this process ends, but it could not be written down: do it again when the ledger takes writes.");
        }
    }

    /// <summary>Memory follows the ledger: tokens, roles, enrolments, an approved APPROVE_TOKEN.</summary>
    public void Refresh()
    {
        // One at a time: a slower reader must not put back what a later one has seen go.
        lock (refreshing)
        {
            Directory.Replace(Known());
            Factors.Reread();
        }
    }

    /// <summary>Everybody who is or was somebody, by name.</summary>
    public IReadOnlyList<PersonRecord> All() => ledger.Read(db =>
    {
        var telegram = db.Query<(long Id, string Name)>("SELECT user_id, operator FROM telegram_user WHERE removed_at IS NULL").ToLookup(row => row.Name, row => row.Id);
        return db.Query<(string Name, string Role, string Source, long Created, string By, long? Removed, string? RemovedBy)>(
            "SELECT name, role, source, created_at, created_by, removed_at, removed_by FROM operator ORDER BY name").Select(row => new PersonRecord
            {
                Name = row.Name,
                Role = row.Role,
                Source = row.Source,
                CreatedAt = LedgerTime.FromMicroseconds(row.Created),
                CreatedBy = row.By,
                RemovedAt = row.Removed is { } at ? LedgerTime.FromMicroseconds(at) : null,
                RemovedBy = row.RemovedBy,
                Tokens = Directory.All.Count(token => !token.Identity.Shared && token.Identity.Name == row.Name),
                TotpEnrolled = Factors.IsEnrolled(row.Name),
                TelegramUsers = [.. telegram[row.Name]],
            }).ToList();
    });

    /// <summary>The person behind a Telegram account, or null: unmapped, removed, or no operator any more.</summary>
    public Identity? OfTelegram(long userId)
    {
        var found = ledger.Read(db => db.QueryFirstOrDefault<(string Name, string Role)?>(
            """
            SELECT o.name, o.role FROM telegram_user t JOIN operator o ON o.name = t.operator
            WHERE t.user_id = @userId AND t.removed_at IS NULL AND o.removed_at IS NULL
            """,
            new { userId }));
        return found is { } row && !shutOut.ContainsKey(row.Name) && Roles.TryParse(row.Role, out var role) ? new Identity(row.Name, role) : null;
    }

    public void Dispose() => box.Dispose();

    private IEnumerable<KnownToken> Known() =>
        [.. PeopleStore.Load(ledger, options.FileSource).Where(token => !shutOut.ContainsKey(token.Identity.Name)), .. shared];

    private static void Denied(LedgerTransaction tx, Actor who, PeopleChange change, PeopleRefusal refusal) => tx.Audit(
        who.Identity.Name, who.Identity.Role.Word(), change.Word.ToUpperInvariant(), who.Channel,
        JsonSerializer.Serialize(new { status = "denied", code = refusal.Code, about = change.Subject }));

    /// <summary>Operators that were ever named, those lowered or removed by a person included.</summary>
    private static long Appointed(LedgerTransaction tx) => (long)(tx.Scalar(
        """
        SELECT count(*) FROM operator o WHERE (o.role = 'operator' OR o.removed_at IS NOT NULL OR o.role_set_by <> 'source')
        AND EXISTS (SELECT 1 FROM operator_token t WHERE t.operator = o.name)
        """) ?? 0L);

    /// <summary>R12: the first APPROVE_TOKEN is kept; another one in the environment later does not count, since changing it takes two people.</summary>
    private static string? PinApproveToken(LedgerTransaction tx, string? text, DateTimeOffset at)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var given = TokenHash.Of(text.Trim());
        if (tx.Scalar("SELECT value FROM people_secret WHERE name = 'APPROVE_TOKEN'") is byte[] kept)
            return TokenHash.Parse(Convert.ToHexString(kept)).Matches(given) ? null : "APPROVE_TOKEN is not the approved one and does not count: changing it takes two people (R12)";
        tx.Execute("INSERT INTO people_secret (name, value, changed_at, changed_by) VALUES ('APPROVE_TOKEN', ?1, ?2, 'environment')", Convert.FromHexString(given.Hex), at);
        return null;
    }

    private static string TooFew(string profile, int count) =>
        $"{profile} needs two named operators and the ledger knows {count}. On an empty ledger, with this environment and the service stopped, run: PropBot.Web operators bootstrap --operator <name> --operator <name>";
}
