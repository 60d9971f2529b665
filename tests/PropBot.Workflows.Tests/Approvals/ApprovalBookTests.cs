using PropBot.Testing;
using PropBot.Trading.Control;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Tests.Approvals;

public sealed class ApprovalBookTests : IDisposable
{
    private const string Secret = "approve-me-please";

    private static readonly Actor A = new(new Identity("operator-a", Role.Operator), null, "api");
    private static readonly Actor B = new(new Identity("operator-b", Role.Operator), null, "api");
    private static readonly Actor Viewer = new(new Identity("viewer", Role.Viewer), null, "api");
    private static readonly HoldBinding Hold = Holding(1, "manual_hold");

    private readonly ManualClock clock = new();
    private readonly TestLedger ledger;
    private ApprovalBook book;

    public ApprovalBookTests()
    {
        ledger = new TestLedger(clock);
        OperatorEntry[] people = [new("operator-a", Role.Operator, "token-a"), new("operator-b", Role.Operator, "token-b")];
        ledger.Write(tx => PeopleStore.Sync(tx, "secrets_store", people, paper: true, clock.GetUtcNow())).GetAwaiter().GetResult();
        book = Open();
    }

    public void Dispose()
    {
        book.Dispose();
        ledger.Dispose();
    }

    [Fact]
    public async Task a_request_waits_for_a_second_person_and_is_approved_by_another_operator()
    {
        var asked = Given(await book.Request(A, "resume", "all clear", Hold));
        clock.Advance(TimeSpan.FromMinutes(1));
        var approved = Given(await book.Confirm(B, "resume", Secret, Hold));

        Assert.True(asked.Pending);
        Assert.Equal(32, asked.Id.Length);
        Assert.Equal((asked.Id, ApprovalStatus.Approved, "operator-b", clock.GetUtcNow()), (approved.Id, approved.Status, approved.DecidedBy, approved.DecidedAt));
        Assert.Equal(["operator-a RESUME_REQUEST", "operator-b RESUME_APPROVE"], ledger.Audits().Select(row => string.Join(' ', row.Split(' ').Take(2))));
    }

    [Fact]
    public async Task asking_again_while_one_is_pending_gives_the_same_request()
    {
        var first = Given(await book.Request(A, "resume", "one", Hold));
        var second = Given(await book.Request(B, "resume", "two", Hold));

        Assert.Equal(first, second);
        Assert.Single(book.All);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public async Task a_request_without_a_reason_is_refused(string? reason) =>
        Assert.Equal("reason_required", Refused(await book.Request(A, "resume", reason, Hold)));

    [Fact]
    public async Task the_requester_cannot_confirm_and_the_attempt_is_audited()
    {
        await book.Request(A, "resume", "x", Hold);

        Assert.Equal("same_operator", Refused(await book.Confirm(A, "resume", Secret, Hold)));
        Assert.Contains(ledger.Audits(), row => row.StartsWith("operator-a RESUME_APPROVE", StringComparison.Ordinal) && row.Contains("same_operator", StringComparison.Ordinal));
        Assert.True(book.Newest("resume")!.Pending);
    }

    [Fact]
    public async Task a_viewer_neither_asks_nor_confirms_nor_closes()
    {
        Assert.Equal("forbidden", Refused(await book.Request(Viewer, "resume", "x", Hold)));
        await book.Request(A, "resume", "x", Hold);
        Assert.Equal("forbidden", Refused(await book.Confirm(Viewer, "resume", Secret, Hold)));
        Assert.Equal("forbidden", Refused(await book.Close(Viewer, "resume", Hold)));
    }

    [Fact]
    public async Task without_a_pending_request_there_is_nothing_to_confirm()
    {
        Assert.Equal("resume_request_missing", Refused(await book.Confirm(B, "resume", Secret, Hold)));
        await book.Request(A, "resume", "x", Hold);
        await book.Confirm(B, "resume", Secret, Hold);
        Assert.Equal("resume_request_missing", Refused(await book.Confirm(B, "resume", Secret, Hold)));
    }

    [Fact]
    public async Task a_request_expires_after_fifteen_minutes_to_the_tick()
    {
        await book.Request(A, "resume", "x", Hold);
        clock.Advance(TimeSpan.FromMinutes(15) - TimeSpan.FromTicks(1));
        Assert.Equal("invalid_token", Refused(await book.Confirm(B, "resume", "wrong", Hold)));
        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal("request_expired", Refused(await book.Confirm(B, "resume", Secret, Hold)));
        Assert.Equal(ApprovalStatus.Expired, book.Newest("resume")!.Status);
    }

    [Fact]
    public async Task a_new_hold_reason_supersedes_the_request()
    {
        await book.Request(A, "resume", "x", Hold);
        var worse = Holding(2, "manual_hold", "hedge_leg_failed");

        Assert.Equal("state_changed", Refused(await book.Confirm(B, "resume", Secret, worse)));
        Assert.Equal(ApprovalStatus.Superseded, book.Newest("resume")!.Status);
        Assert.True(Given(await book.Request(A, "resume", "again", worse)).Pending);
    }

    [Fact]
    public async Task a_request_survives_a_restart_and_the_restart_reason_supersedes_nothing()
    {
        var asked = Given(await book.Request(A, "resume", "x", Hold));
        await Restart();

        Assert.Equal(asked, book.Newest("resume"));
        Assert.Equal(ApprovalStatus.Approved, Given(await book.Confirm(B, "resume", Secret, Holding(1, "manual_hold", HoldReason.RestartCode))).Status);
    }

    [Fact]
    public async Task five_wrong_second_factors_lock_that_identity_only_and_the_lock_survives_a_restart()
    {
        await book.Request(A, "resume", "x", Hold);
        for (var i = 0; i < 5; i++) Assert.Equal("invalid_token", Refused(await book.Confirm(B, "resume", $"guess {i}", Hold)));
        await Restart();

        Assert.Equal("confirm_locked", Refused(await book.Confirm(B, "resume", Secret, Hold)));
        Assert.Equal("same_operator", Refused(await book.Confirm(A, "resume", Secret, Hold)));
        clock.Advance(TimeSpan.FromMinutes(15));
        await book.Request(A, "resume", "x", Hold);
        Assert.Equal(ApprovalStatus.Approved, Given(await book.Confirm(B, "resume", Secret, Hold)).Status);
    }

    [Fact]
    public async Task without_an_approve_token_nothing_can_be_confirmed()
    {
        book.Dispose();
        book = ApprovalBook.Open(ledger, clock, SecondFactors.Open(ledger, clock, ApproveToken.Of(" ")), new ApprovalOptions(new TwoPersonPolicy(Paper: true)));
        await book.Request(A, "resume", "x", Hold);

        Assert.Equal("approve_token_missing", Refused(await book.Confirm(B, "resume", "", Hold)));
    }

    [Fact]
    public async Task the_requester_withdraws_and_another_operator_rejects()
    {
        await book.Request(A, "resume", "x", Hold);
        Assert.Equal(ApprovalStatus.Withdrawn, Given(await book.Close(A, "resume", Hold)).Status);
        await book.Request(A, "resume", "x", Hold);
        Assert.Equal(ApprovalStatus.Rejected, Given(await book.Close(B, "resume", Hold)).Status);
        Assert.Equal("resume_request_missing", Refused(await book.Confirm(B, "resume", Secret, Hold)));
    }

    [Fact]
    public async Task what_cannot_be_written_down_is_not_approved()
    {
        await book.Request(A, "resume", "x", Hold);
        ledger.Broken = true;

        Assert.Equal("ledger_unavailable", Refused(await book.Confirm(B, "resume", Secret, Hold)));
        ledger.Broken = false;
        Assert.True(book.Newest("resume")!.Pending);
    }

    [Theory]
    [InlineData("operator-a")]
    [InlineData("operator-b")]
    public async Task who_lost_the_role_meanwhile_neither_asks_nor_approves_though_memory_may_not_know_yet(string lost)
    {
        await book.Request(A, "resume", "x", Hold);
        await ledger.Write(tx => Assert.Null(PeopleChanges.Apply(tx, new PeopleChange.RemovePerson(lost), new PeopleHand("operator-c", "operator", "api"), clock.GetUtcNow())));

        Assert.Equal("forbidden", Refused(await book.Confirm(B, "resume", Secret, Hold)));
        Assert.True(book.Newest("resume")!.Pending);
    }

    [Fact]
    public async Task removing_a_role_closes_that_persons_requests()
    {
        await book.Request(A, "resume", "x", Hold);
        await book.CloseOrphaned(name => name != "operator-a");

        Assert.Equal(ApprovalStatus.Superseded, book.Newest("resume")!.Status);
    }

    [Fact]
    public async Task fifty_confirms_at_once_approve_once()
    {
        await book.Request(A, "resume", "x", Hold);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => book.Confirm(B, "resume", Secret, Hold)));

        Assert.Single(answers, answer => answer is ApprovalAnswer.Given);
        Assert.Equal(49, answers.Count(answer => answer is ApprovalAnswer.Refused { Code: "resume_request_missing" }));
    }

    private ApprovalBook Open() => ApprovalBook.Open(ledger, clock, SecondFactors.Open(ledger, clock, ApproveToken.Of(Secret)), new ApprovalOptions(new TwoPersonPolicy(Paper: false)));

    private async Task Restart()
    {
        book.Dispose();
        await ledger.Reopen();
        book = Open();
    }

    private static HoldBinding Holding(long epoch, params string[] codes) =>
        HoldBinding.Of(epoch, [.. codes.Select(code => new HoldReason(code, "test", DateTimeOffset.UnixEpoch))]);

    private static Approval Given(ApprovalAnswer answer) => Assert.IsType<ApprovalAnswer.Given>(answer).Approval;

    private static string Refused(ApprovalAnswer answer) => Assert.IsType<ApprovalAnswer.Refused>(answer).Code;
}
