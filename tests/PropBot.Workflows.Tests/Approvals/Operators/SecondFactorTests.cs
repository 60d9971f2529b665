using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Tests.Approvals.Operators;

/// <summary>R11: whose second factor is what, and what five wrong ones do.</summary>
public class SecondFactorTests
{
    [Fact]
    public async Task before_enrolment_approve_token_counts_and_after_it_only_the_persons_own_code()
    {
        await using var crew = await Crew.Three();
        Assert.Null(await crew.Present("bob", Crew.ApproveToken));
        var secret = await crew.Enrol("bob");

        Assert.Equal("invalid_token", await crew.Present("bob", Crew.ApproveToken));
        Assert.Null(await crew.Present("bob", crew.Code(secret)));
        Assert.Equal("invalid_token", await crew.Present("alice", crew.Code(secret, 1)));
        Assert.Null(await crew.Present("alice", Crew.ApproveToken));
    }

    [Fact]
    public async Task a_code_counts_once_also_across_a_restart_and_also_when_two_doors_show_it_together()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        var code = crew.Code(secret);
        var answers = await Task.WhenAll(crew.Present("bob", code), crew.Present("bob", code), crew.Present("bob", code));
        Assert.Single(answers, answer => answer is null);

        await crew.Start(crew.Options("testnet", null));
        Assert.Equal("invalid_token", await crew.Present("bob", code));
        crew.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(await crew.Present("bob", crew.Code(secret)));
    }

    [Fact]
    public async Task the_code_that_confirmed_an_enrolment_is_spent()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");

        Assert.Equal("invalid_token", await crew.Present("bob", crew.Code(secret, -1)));
    }

    [Fact]
    public async Task a_code_that_cannot_be_marked_as_used_does_not_count()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        crew.Ledger.Broken = true;

        await Assert.ThrowsAsync<PropBot.Trading.Ledger.LedgerUnavailableException>(() => crew.Present("bob", crew.Code(secret)));
        crew.Ledger.Broken = false;
        Assert.Null(await crew.Present("bob", crew.Code(secret)));
    }

    [Fact]
    public async Task five_wrong_ones_lock_that_identity_across_restarts_with_an_alert_and_nobody_else()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        for (var i = 0; i < 5; i++) Assert.Equal("invalid_token", await crew.Present("bob", "000000"));
        await crew.Start(crew.Options("testnet", null));

        Assert.Equal("confirm_locked", await crew.Present("bob", crew.Code(secret)));
        Assert.Null(await crew.Present("alice", Crew.ApproveToken));
        Assert.Equal("confirm_locked", Why(await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), crew.Code(secret))));
        Assert.Equal(1L, crew.Ledger.Read(db => { using var c = db.CreateCommand(); c.CommandText = "SELECT count(*) FROM alert WHERE kind = 'confirm_locked' AND text LIKE 'bob:%'"; return c.ExecuteScalar(); }));
        crew.Clock.Advance(ConfirmLockout.Lock);
        Assert.Null(await crew.Present("bob", crew.Code(secret)));
    }

    [Fact]
    public async Task fifty_guesses_that_arrive_together_are_five_guesses()
    {
        await using var crew = await Crew.Three();
        await crew.Enrol("bob");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => crew.Present("bob", $"{i:000000}")));

        Assert.Equal((5, 45), (answers.Count(a => a == "invalid_token"), answers.Count(a => a == "confirm_locked")));
    }

    [Fact]
    public async Task a_locked_identity_still_tightens()
    {
        await using var crew = await Crew.Three();
        for (var i = 0; i < 5; i++) await crew.Present("bob", "wrong");

        Assert.Null(await crew.Tighten("bob", new PeopleChange.RevokeTokens("vera")));
    }

    [Fact]
    public async Task enrolling_needs_the_second_factor_that_counts_now()
    {
        await using var crew = await Crew.Three();
        Assert.Equal("invalid_token", Why(await crew.Book.Enrolment.Enrol(Crew.ActorOf("bob"), "wrong")));
        var first = await crew.Enrol("bob");

        Assert.Equal("invalid_token", Why(await crew.Book.Enrolment.Enrol(Crew.ActorOf("bob"), Crew.ApproveToken)));
        var second = await crew.Enrol("bob", crew.Code(first));
        Assert.Equal("invalid_token", await crew.Present("bob", crew.Code(first)));
        Assert.Null(await crew.Present("bob", crew.Code(second)));
    }

    [Fact]
    public async Task until_it_is_confirmed_an_enrolment_changes_nothing_and_it_lapses_after_fifteen_minutes()
    {
        await using var crew = await Crew.Three();
        var shown = Assert.IsType<EnrolmentAnswer.Shown>(await crew.Book.Enrolment.Enrol(Crew.ActorOf("bob"), Crew.ApproveToken));
        Assert.Null(await crew.Present("bob", Crew.ApproveToken));
        Assert.Equal("invalid_token", Why(await crew.Book.Enrolment.Confirm(Crew.ActorOf("bob"), "000000")));
        Assert.Equal("totp_not_pending", Why(await crew.Book.Enrolment.Confirm(Crew.ActorOf("alice"), "000000")));

        crew.Clock.Advance(shown.ConfirmUntil - crew.Clock.GetUtcNow());
        Assert.Equal("totp_not_pending", Why(await crew.Book.Enrolment.Confirm(Crew.ActorOf("bob"), "000000")));
    }

    [Fact]
    public async Task disabling_needs_a_code_and_then_approve_token_counts_again()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        Assert.Equal("invalid_token", Why(await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), Crew.ApproveToken)));
        Assert.IsType<EnrolmentAnswer.Done>(await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), crew.Code(secret)));

        Assert.Null(await crew.Present("bob", Crew.ApproveToken));
        Assert.Equal("totp_not_enrolled", Why(await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), crew.Code(secret))));
    }

    [Fact]
    public async Task the_shared_token_and_a_viewer_have_no_second_factor_of_their_own()
    {
        await using var crew = await Crew.Three();

        Assert.Equal("forbidden", Why(await crew.Book.Enrolment.Enrol(new Actor(new Identity("api", Role.Operator, Shared: true), null, "api"), Crew.ApproveToken)));
        Assert.Equal("forbidden", Why(await crew.Book.Enrolment.Enrol(Crew.ActorOf("vera", Role.Viewer), Crew.ApproveToken)));
    }

    [Fact]
    public async Task secrets_lie_sealed_and_without_the_key_the_desk_does_not_start()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        await crew.Ledger.Reopen();
        foreach (var file in Directory.EnumerateFiles(crew.Ledger.Directory, "ledger.db*"))
            Assert.Equal(-1, (await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(secret));

        File.Delete(Path.Combine(crew.Ledger.Directory, SealedBox.FileName));
        await Assert.ThrowsAsync<InvalidDataException>(() => crew.Open(crew.Options("testnet", null)));
    }

    [Fact]
    public async Task every_step_and_every_wrong_one_is_in_the_audit()
    {
        await using var crew = await Crew.Three();
        var secret = await crew.Enrol("bob");
        await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), "000000");
        await crew.Book.Enrolment.Disable(Crew.ActorOf("bob"), crew.Code(secret));

        Assert.Equal(
            ["""bob TOTP_ENROL {"status":"shown"}""", """bob TOTP_CONFIRM {"status":"enrolled"}""", """bob TOTP_DISABLE {"status":"denied","code":"invalid_token"}""", """bob TOTP_DISABLE {"status":"disabled"}"""],
            crew.Ledger.Audits());
    }

    private static string Why(EnrolmentAnswer answer) => Assert.IsType<EnrolmentAnswer.Refused>(answer).Why.Code;
}
