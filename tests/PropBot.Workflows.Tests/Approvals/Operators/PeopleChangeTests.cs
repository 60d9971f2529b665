using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Tests.Approvals.Operators;

/// <summary>R12: what one person may do to people, and what takes two.</summary>
public class PeopleChangeTests
{
    private static readonly TokenHash CarolsToken = TokenHash.Of("token-of-carol");

    [Fact]
    public async Task a_revoked_token_is_refused_on_the_very_next_use_and_stays_so_whatever_the_file_says()
    {
        await using var crew = await Crew.Three("paper");
        Assert.Null(await crew.Tighten("alice", new RevokeTokens("bob")));

        Assert.Null(crew.Book.Directory.Find("token-of-bob"));
        Assert.NotNull(crew.Book.Directory.Find("token-of-alice"));
        await crew.Start(crew.Options("paper", Crew.Alice, Crew.Bob, Crew.Vera));
        Assert.Null(crew.Book.Directory.Find("token-of-bob"));
        Assert.Single(crew.Warnings);
    }

    [Fact]
    public async Task somebody_removed_has_nothing_left_and_comes_back_by_no_file()
    {
        await using var crew = await Crew.Three("paper");
        await crew.Enrol("bob");
        Assert.Null(await crew.TwoPeople(new MapTelegram(77, "bob")));
        Assert.Null(await crew.Tighten("alice", new RemovePerson("bob")));
        await crew.Start(crew.Options("paper", Crew.Alice, Crew.Bob with { Token = "another-token" }, Crew.Vera));

        Assert.Null(crew.Book.Directory.Find("token-of-bob"));
        Assert.Null(crew.Book.Directory.Find("another-token"));
        Assert.Null(crew.Book.OfTelegram(77));
        var bob = crew.Book.All().Single(person => person.Name == "bob");
        Assert.Equal((0, false, "alice"), (bob.Tokens, bob.TotpEnrolled, bob.RemovedBy));
        Assert.Empty(bob.TelegramUsers);
    }

    [Fact]
    public async Task a_lowered_role_counts_at_once_and_no_file_raises_it_again()
    {
        await using var crew = await Crew.Three("paper");
        Assert.Null(await crew.Tighten("alice", new LowerRole("bob", Role.Viewer)));
        Assert.False(crew.Book.Directory.MayAct("bob"));
        await crew.Start(crew.Options("paper", Crew.Alice, Crew.Bob, Crew.Vera));

        Assert.False(crew.Book.Directory.Find("token-of-bob")!.MayAct);
    }

    [Theory]
    [InlineData("vera", Role.Operator)]
    [InlineData("vera", Role.Viewer)]
    [InlineData("bob", Role.Operator)]
    public async Task a_role_that_is_not_lower_is_not_lowering(string name, Role role)
    {
        await using var crew = await Crew.Three();

        Assert.Equal("role_not_lower", await crew.Tighten("alice", new LowerRole(name, role)));
    }

    [Fact]
    public async Task whatever_makes_people_is_refused_to_one_person()
    {
        await using var crew = await Crew.Three();
        PeopleChange[] making =
        [
            new AddOperator("carol", Role.Viewer, CarolsToken), new GrantRole("vera", Role.Operator), new IssueToken("bob", CarolsToken), new MapTelegram(1, "bob"),
            new ResetTotp("bob"), new ChangeApproveToken(CarolsToken), new ChangeBotToken([1]),
        ];
        foreach (var change in making) Assert.Equal("two_people_required", await crew.Tighten("alice", change));

        Assert.Equal(3, crew.Book.All().Count);
        Assert.Null(crew.Book.Directory.Find("token-of-carol"));
    }

    [Fact]
    public async Task two_people_add_somebody_who_then_acts_under_any_file()
    {
        await using var crew = await Crew.Three();
        Assert.Null(await crew.TwoPeople(new AddOperator("carol", Role.Operator, CarolsToken)));
        Assert.Equal(new Identity("carol", Role.Operator), crew.Book.Directory.Find("token-of-carol"));
        await crew.Start(crew.Options("testnet", Crew.Alice, Crew.Bob));

        Assert.True(crew.Book.Directory.MayAct("carol"));
        Assert.DoesNotContain(crew.Book.Directory.All, token => token.Identity.Name == "vera");
    }

    [Theory]
    [InlineData("Alice", "operator_exists")]
    [InlineData("alice", "operator_exists")]
    [InlineData("api", "name_invalid")]
    [InlineData("System", "name_invalid")]
    [InlineData("", "name_invalid")]
    [InlineData("аlice", "name_invalid")]
    [InlineData("al ice", "name_invalid")]
    [InlineData("al\0ice", "name_invalid")]
    [InlineData("-alice", "name_invalid")]
    public async Task a_name_is_one_persons_for_good_and_cannot_look_like_anothers(string name, string code)
    {
        await using var crew = await Crew.Three();

        Assert.Equal(code, await crew.TwoPeople(new AddOperator(name, Role.Operator, CarolsToken)));
        Assert.Null(crew.Book.Directory.Find("token-of-carol"));
    }

    [Fact]
    public async Task a_token_is_one_persons_for_good()
    {
        await using var crew = await Crew.Three();
        await crew.Tighten("alice", new RevokeTokens("bob"));

        Assert.Equal("token_in_use", await crew.TwoPeople(new IssueToken("alice", TokenHash.Of("token-of-bob"))));
        Assert.Equal("token_in_use", await crew.TwoPeople(new AddOperator("carol", Role.Operator, TokenHash.Of("token-of-alice"))));
        Assert.Null(await crew.TwoPeople(new IssueToken("bob", TokenHash.Of("bobs-new-token"))));
        Assert.Equal("bob", crew.Book.Directory.Find("bobs-new-token")!.Name);
        Assert.Equal(3, crew.Book.All().Count);
    }

    [Fact]
    public async Task a_removed_person_returns_by_two_people_with_a_new_token_only()
    {
        await using var crew = await Crew.Three();
        await crew.Tighten("alice", new RemovePerson("bob"));
        Assert.Equal("operator_unknown", await crew.TwoPeople(new IssueToken("bob", CarolsToken)));
        Assert.Null(await crew.TwoPeople(new GrantRole("bob", Role.Auditor)));
        Assert.Null(crew.Book.Directory.Find("token-of-bob"));
        Assert.Null(await crew.TwoPeople(new IssueToken("bob", CarolsToken)));

        Assert.Equal(new Identity("bob", Role.Auditor), crew.Book.Directory.Find("token-of-carol"));
    }

    [Fact]
    public async Task an_approved_approve_token_counts_at_once_and_over_the_environment_for_good()
    {
        await using var crew = await Crew.Three();
        Assert.Null(await crew.TwoPeople(new ChangeApproveToken(TokenHash.Of("the-new-one"))));
        Assert.Null(await crew.Present("bob", "the-new-one"));
        await crew.Start(crew.Options("testnet", null));

        Assert.Equal("invalid_token", await crew.Present("bob", Crew.ApproveToken));
        Assert.Null(await crew.Present("bob", "the-new-one"));
        Assert.Contains(crew.Warnings, warning => warning.Contains("APPROVE_TOKEN", StringComparison.Ordinal));
    }

    [Fact]
    public async Task a_lost_device_is_reset_by_two_people()
    {
        await using var crew = await Crew.Three();
        await crew.Enrol("bob");
        Assert.Equal("invalid_token", await crew.Present("bob", Crew.ApproveToken));
        Assert.Null(await crew.TwoPeople(new ResetTotp("bob")));

        Assert.Null(await crew.Present("bob", Crew.ApproveToken));
    }

    [Fact]
    public async Task with_the_ledger_down_somebody_can_still_be_shut_out_and_stays_out()
    {
        await using var crew = await Crew.Three();
        crew.Ledger.Broken = true;
        Assert.Equal("ledger_unavailable", await crew.Tighten("alice", new RevokeTokens("bob")));
        Assert.Null(crew.Book.Directory.Find("token-of-bob"));

        crew.Ledger.Broken = false;
        crew.Book.Refresh();
        Assert.Null(crew.Book.Directory.Find("token-of-bob"));
        Assert.Null(await crew.Tighten("alice", new RevokeTokens("bob")));
    }

    [Fact]
    public async Task one_account_of_telegram_is_one_person_and_the_same_person_as_on_the_web()
    {
        await using var crew = await Crew.Three();
        Assert.Null(await crew.TwoPeople(new MapTelegram(77, "bob")));

        Assert.Equal(crew.Book.Directory.Find("token-of-bob"), crew.Book.OfTelegram(77));
        Assert.Equal("telegram_user_taken", await crew.TwoPeople(new MapTelegram(77, "alice")));
        Assert.Equal("operator_unknown", await crew.TwoPeople(new MapTelegram(78, "nobody")));
        Assert.Null(await crew.Tighten("alice", new UnmapTelegram(77)));
        Assert.Null(crew.Book.OfTelegram(77));
        Assert.Equal("telegram_user_unknown", await crew.Tighten("alice", new UnmapTelegram(77)));
    }

    [Fact]
    public async Task what_was_done_and_what_was_refused_is_in_the_audit_and_no_token_in_any_of_it()
    {
        await using var crew = await Crew.Three();
        await crew.Tighten("alice", new RemovePerson("nobody"));
        await crew.TwoPeople(new AddOperator("carol", Role.Operator, CarolsToken));
        await crew.Tighten("bob", new RemovePerson("carol"));

        Assert.Equal(
            [
                """alice OPERATOR_REMOVED {"status":"denied","code":"operator_unknown","about":"nobody"}""",
                """alice, approved by bob OPERATOR_ADDED {"status":"done","about":"carol","what":"operator"}""",
                """bob OPERATOR_REMOVED {"status":"done","about":"carol","what":""}""",
            ],
            crew.Ledger.Audits());
    }
}
