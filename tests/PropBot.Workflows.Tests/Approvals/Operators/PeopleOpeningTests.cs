using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Operators;
using static PropBot.Workflows.Approvals.Operators.PeopleChange;

namespace PropBot.Workflows.Tests.Approvals.Operators;

/// <summary>What of the environment counts at a start, and when there is none (R9, R12, R14, R49).</summary>
public class PeopleOpeningTests
{
    [Theory]
    [InlineData("testnet")]
    [InlineData("live")]
    public async Task outside_paper_nothing_starts_without_two_named_operators_and_the_refusal_names_the_command(string profile)
    {
        await using var crew = Crew.Nobody();
        foreach (var file in new OperatorEntry[]?[] { null, [], [Crew.Alice], [Crew.Alice, Crew.Vera], [Crew.Alice with { Role = Role.Auditor }, Crew.Bob] })
        {
            await using var empty = Crew.Nobody();
            var refused = Assert.IsType<PeopleOpening.Refused>(await empty.Open(empty.Options(profile, file)));
            Assert.Contains("operators bootstrap --operator", string.Join('\n', refused.Problems), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task paper_starts_with_whoever_is_there()
    {
        await using var crew = Crew.Nobody();
        await crew.Start(crew.Options("paper", Crew.Alice));

        Assert.True(crew.Book.EnoughToLoosen);
    }

    [Fact]
    public async Task when_one_of_two_was_removed_the_desk_still_starts_to_look_after_positions_and_nothing_can_be_loosened()
    {
        await using var crew = await Crew.Three();
        Assert.True(crew.Book.EnoughToLoosen);
        await crew.Tighten("alice", new RemovePerson("bob"));
        Assert.False(crew.Book.EnoughToLoosen);
        await crew.Start(crew.Options("testnet", Crew.Alice, Crew.Bob));

        Assert.False(crew.Book.EnoughToLoosen);
        Assert.Contains(crew.Warnings, warning => warning.Contains("nothing can be loosened", StringComparison.Ordinal));
        Assert.NotNull(crew.Book.Directory.Find("token-of-alice"));
    }

    [Fact]
    public async Task outside_paper_a_changed_file_only_tightens()
    {
        await using var crew = await Crew.Three();
        OperatorEntry carol = new("carol", Role.Operator, "token-of-carol");
        await crew.Start(crew.Options("testnet", Crew.Alice, Crew.Bob with { Token = "bobs-new" }, Crew.Vera with { Role = Role.Operator }, carol));

        Assert.Equal("alice operator, vera viewer", People(crew));
        Assert.Equal(4, crew.Warnings.Count);
        Assert.DoesNotContain(crew.Warnings, warning => warning.Contains("bobs-new", StringComparison.Ordinal));

        await crew.Start(crew.Options("testnet", Crew.Alice with { Role = Role.Viewer }, Crew.Bob));
        Assert.Equal("alice viewer", People(crew));
    }

    [Fact]
    public async Task without_a_file_the_ledgers_people_stand()
    {
        await using var crew = await Crew.Three();
        await crew.Start(crew.Options("testnet", null));

        Assert.Equal("alice operator, bob operator, vera viewer", People(crew));
    }

    [Fact]
    public async Task an_unknown_operator_of_a_telegram_account_is_fatal()
    {
        await using var crew = await Crew.Three("paper");
        var options = crew.Options("paper", Crew.Alice, Crew.Bob, Crew.Vera) with { Telegram = new Dictionary<long, string> { [7] = "alice", [8] = "Bob" } };

        var refused = Assert.IsType<PeopleOpening.Refused>(await crew.Open(options));
        Assert.Equal("TELEGRAM_OPERATORS", refused.Setting);
        Assert.Contains("8 is mapped to Bob", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task outside_paper_the_first_mapping_is_taken_and_a_later_one_only_where_it_tightens()
    {
        await using var crew = await Crew.Three();
        PeopleOptions Asked(params (long, string)[] map) => crew.Options("testnet", null) with { Telegram = map.ToDictionary(p => p.Item1, p => p.Item2) };
        await crew.Start(Asked((7, "alice"), (8, "bob")));
        Assert.Equal(("alice", "bob"), (crew.Book.OfTelegram(7)?.Name, crew.Book.OfTelegram(8)?.Name));

        await crew.Start(Asked((7, "bob"), (9, "bob")));
        Assert.Equal((null, null, null), (crew.Book.OfTelegram(7), crew.Book.OfTelegram(8), crew.Book.OfTelegram(9)));
        Assert.Equal(2, crew.Warnings.Count);

        Assert.Null(await crew.TwoPeople(new MapTelegram(9, "bob")));
        await crew.Start(Asked());
        Assert.Equal("bob", crew.Book.OfTelegram(9)?.Name);
    }

    [Fact]
    public async Task a_telegram_account_of_somebody_removed_is_left_out_and_stops_no_start()
    {
        await using var crew = await Crew.Three();
        await crew.Tighten("alice", new RemovePerson("vera"));
        await crew.Start(crew.Options("testnet", null) with { Telegram = new Dictionary<long, string> { [7] = "vera" } });

        Assert.Null(crew.Book.OfTelegram(7));
        Assert.Single(crew.Warnings);
    }

    private static string People(Crew crew) => string.Join(", ", crew.Book.Directory.All
        .Select(token => $"{token.Identity.Name} {token.Identity.Role.Word()}").Order(StringComparer.Ordinal));
}
