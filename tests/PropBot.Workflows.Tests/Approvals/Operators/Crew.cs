using PropBot.Testing;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Tests.Approvals.Operators;

/// <summary>A ledger with people: alice and bob (operators), vera (viewer), all from a file.</summary>
internal sealed class Crew : IAsyncDisposable
{
    public const string ApproveToken = "second-factor-of-the-crew";

    public static readonly OperatorEntry Alice = new("alice", Role.Operator, "token-of-alice");
    public static readonly OperatorEntry Bob = new("bob", Role.Operator, "token-of-bob");
    public static readonly OperatorEntry Vera = new("vera", Role.Viewer, "token-of-vera");

    private Crew(ManualClock clock, TestLedger ledger) => (Clock, Ledger) = (clock, ledger);

    public ManualClock Clock { get; }

    public TestLedger Ledger { get; }

    public PeopleBook Book { get; private set; } = null!;

    public IReadOnlyList<string> Warnings { get; private set; } = [];

    public static Actor ActorOf(string name, Role role = Role.Operator) => new(new Identity(name, role), null, "api");

    public static Crew Nobody()
    {
        var clock = new ManualClock();
        return new Crew(clock, new TestLedger(clock));
    }

    public static async Task<Crew> Three(string profile = "testnet")
    {
        var crew = Nobody();
        await crew.Start(crew.Options(profile, Alice, Bob, Vera));
        return crew;
    }

    public PeopleOptions Options(string profile, params OperatorEntry[]? file) => new(profile, Ledger.Directory)
    {
        FileSource = "secrets_store",
        FromFile = file,
        ApproveToken = ApproveToken,
    };

    /// <summary>A start of the process that works.</summary>
    public async Task Start(PeopleOptions options)
    {
        var ready = Assert.IsType<PeopleOpening.Ready>(await Open(options));
        (Book, Warnings) = (ready.Book, ready.Warnings);
    }

    public async Task<PeopleOpening> Open(PeopleOptions options)
    {
        Book?.Dispose();
        await Ledger.Reopen();
        return await PeopleBook.Open(Ledger, Clock, options);
    }

    /// <summary>A change that two people approved, as a workflow's local action makes it.</summary>
    public async Task<string?> TwoPeople(PeopleChange change)
    {
        PeopleRefusal? refusal = null;
        await Ledger.Write(tx => refusal = PeopleChanges.Apply(tx, change, new PeopleHand("alice, approved by bob", "operator", "workflow"), Clock.GetUtcNow()));
        Book.Refresh();
        return refusal?.Code;
    }

    public async Task<string?> Tighten(string by, PeopleChange change) => (await Book.Tighten(ActorOf(by), change))?.Code;

    public async Task<string?> Present(string name, string? factor) => (await Book.Factors.Present(ActorOf(name), "RESUME_APPROVE", factor))?.Code;

    /// <summary>Enrols and answers the secret.</summary>
    public async Task<byte[]> Enrol(string name, string factor = ApproveToken)
    {
        var shown = Assert.IsType<EnrolmentAnswer.Shown>(await Book.Enrolment.Enrol(ActorOf(name), factor));
        var secret = Bytes(shown.Uri.Split("secret=")[1].Split('&')[0]);
        Assert.IsType<EnrolmentAnswer.Done>(await Book.Enrolment.Confirm(ActorOf(name), Code(secret)));
        Clock.Advance(TimeSpan.FromSeconds(30));
        return secret;
    }

    public string Code(byte[] secret, int away = 0) => Totp.Code(secret, Totp.StepAt(Clock.GetUtcNow()) + away);

    public ValueTask DisposeAsync()
    {
        Book?.Dispose();
        return Ledger.DisposeAsync();
    }

    private static byte[] Bytes(string base32)
    {
        const string letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        List<byte> bytes = [];
        var (buffer, bits) = (0, 0);
        foreach (var letter in base32)
        {
            (buffer, bits) = (((buffer << 5) | letters.IndexOf(letter, StringComparison.Ordinal)) & 0xfff, bits + 5);
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)((buffer >> bits) & 0xff));
        }
        return [.. bytes];
    }
}
