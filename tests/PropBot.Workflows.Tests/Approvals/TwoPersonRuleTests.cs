using PropBot.Workflows.Approvals;
using static PropBot.Workflows.Approvals.TwoPersonObjection;

namespace PropBot.Workflows.Tests.Approvals;

public sealed class TwoPersonRuleTests
{
    private static readonly TwoPersonPolicy Paper = new(Paper: true);
    private static readonly TwoPersonPolicy Real = new(Paper: false);
    private static readonly Identity A = new("operator-a", Role.Operator);
    private static readonly Identity B = new("operator-b", Role.Operator);
    private static readonly Identity Shared = new("api", Role.Operator, Shared: true);
    private static readonly Identity Viewer = new("viewer", Role.Viewer);
    private static readonly Identity Auditor = new("auditor", Role.Auditor);

    public static TheoryData<string, string, string?, string?, bool, TwoPersonObjection?> Pairs() => new()
    {
        // requester, confirmer, what each body says, paper?, objection
        { "a", "b", null, null, false, null },
        { "a", "b", null, null, true, null },
        { "a", "a", null, null, false, SameOperator },
        { "a", "a", null, null, true, SameOperator },
        { "a", "a", "bob", "alice", false, SameOperator },
        { "a", "a", "bob", "alice", true, SameOperator },
        { "a", "b", "same", "same", true, null },
        { "s", "s", "alice", "bob", true, null },
        { "s", "s", "alice", "alice", true, SameOperator },
        { "s", "s", "alice", " ALICE ", true, SameOperator },
        { "s", "s", "alice", null, true, SameOperator },
        { "s", "s", null, "bob", true, SameOperator },
        { "s", "s", null, null, true, SameOperator },
        { "s", "s", "alice", "bob", false, SharedToken },
        { "a", "s", null, "bob", false, SharedToken },
        { "s", "b", "alice", null, false, SharedToken },
        { "a", "s", null, "operator-a", true, SameOperator },
        { "s", "b", "operator-b", null, true, SameOperator },
        { "a", "s", null, "bob", true, null },
        { "s", "b", null, null, true, null },
        { "a", "v", null, null, true, NotAnOperator },
        { "a", "u", null, null, false, NotAnOperator },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void two_different_people_are_two_different_identities(
        string requester, string confirmer, string? requestSays, string? confirmSays, bool paper, TwoPersonObjection? expected) =>
        Assert.Equal(expected, TwoPersonRule.OnConfirm(Person.Of(Who(requester), requestSays), Who(confirmer), confirmSays, paper ? Paper : Real));

    [Theory]
    [InlineData("a", true, null)]
    [InlineData("a", false, null)]
    [InlineData("s", true, null)]
    [InlineData("s", false, SharedToken)]
    [InlineData("v", true, NotAnOperator)]
    [InlineData("u", false, NotAnOperator)]
    public void only_operators_ask_and_the_shared_token_only_in_paper(string requester, bool paper, TwoPersonObjection? expected) =>
        Assert.Equal(expected, TwoPersonRule.OnRequest(Who(requester), paper ? Paper : Real));

    [Fact]
    public void the_rule_can_be_switched_off_in_paper_only()
    {
        var one = Person.Of(A, null);

        Assert.Null(TwoPersonRule.OnConfirm(one, A, null, new TwoPersonPolicy(Paper: true, Required: false)));
        Assert.Equal(SameOperator, TwoPersonRule.OnConfirm(one, A, null, new TwoPersonPolicy(Paper: false, Required: false)));
    }

    private static Identity Who(string letter) => letter switch { "a" => A, "b" => B, "s" => Shared, "v" => Viewer, _ => Auditor };
}
