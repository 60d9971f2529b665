using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;

namespace PropBot.Workflows.Tests.Approvals.Operators;

/// <summary>R12: the first two operators come from the host, once.</summary>
public class BootstrapTests
{
    [Fact]
    public async Task two_operators_are_made_whose_tokens_open_the_door_and_are_nowhere_else()
    {
        await using var crew = Crew.Nobody();
        var made = Made(await Run(crew, "alice", "bob"));
        await crew.Start(crew.Options("live", null));

        Assert.Equal(["alice", "bob"], made.Select(person => crew.Book.Directory.Find(person.Token)!.Name));
        Assert.True(crew.Book.EnoughToLoosen);
        Assert.Equal(["host OPERATORS_BOOTSTRAP", "host OPERATORS_BOOTSTRAP"], crew.Ledger.Audits().Select(row => string.Join(' ', row.Split(' ')[..2])));
        Assert.DoesNotContain(crew.Ledger.Audits(), row => made.Any(person => row.Contains(person.Token, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task it_works_once_and_never_where_somebody_is_or_was()
    {
        await using var crew = Crew.Nobody();
        Made(await Run(crew, "alice", "bob"));
        Assert.Contains("has operators already", Refused(await Run(crew, "carol", "dave")), StringComparison.Ordinal);
        await crew.Start(crew.Options("testnet", null));
        await crew.Tighten("alice", new PeopleChange.RemovePerson("bob"));
        await crew.Tighten("alice", new PeopleChange.RemovePerson("alice"));

        Assert.Contains("has operators already", Refused(await Run(crew, "carol", "dave")), StringComparison.Ordinal);
        Assert.Contains(crew.Ledger.Audits(), row => row.StartsWith("host OPERATORS_BOOTSTRAP {\"status\":\"denied\"", StringComparison.Ordinal));
        await using var filled = await Crew.Three();
        Assert.Contains("has operators already", Refused(await Run(filled, "carol", "dave")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice")]
    [InlineData("alice", "bob", "carol")]
    [InlineData("alice", "alice")]
    [InlineData("alice", "ALICE")]
    [InlineData("alice", "api")]
    [InlineData("alice", "")]
    [InlineData("alice", "bоb")]
    public async Task anything_but_two_different_people_is_refused(params string[] names)
    {
        await using var crew = Crew.Nobody();
        Refused(await Run(crew, names));

        Assert.Empty(crew.Ledger.Audits());
    }

    private static Task<BootstrapAnswer> Run(Crew crew, params string[] names) => OperatorBootstrap.Run(crew.Ledger, names, crew.Clock.GetUtcNow());

    private static IReadOnlyList<OperatorEntry> Made(BootstrapAnswer answer) => Assert.IsType<BootstrapAnswer.Made>(answer).Operators;

    private static string Refused(BootstrapAnswer answer) => Assert.IsType<BootstrapAnswer.Refused>(answer).Text;
}
