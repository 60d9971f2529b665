using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Search;
using PropBot.Workflows.Tests.Bpmn;
using PropBot.Workflows.Tests.Bpmn.Lint;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Search;

/// <summary>Deliberately unsafe versions of our files, each with the path that shows it.</summary>
public sealed class UnsafeFilesTests(ITestOutputHelper output)
{
    private static readonly List<(string Name, string Property, string Element, string[] Path, string File, Func<Graph, Graph> Plant)> Unsafe =
    [
        ("a way around the approval", SearchProperties.LooseningApproved, "permit", ["requester starts it", "check answers clear"], "resume",
            g => g.Cut("checked_to_decide").Join("checked", "permit", "clear")),
        ("one person chooses, nobody approves", SearchProperties.LooseningApproved, "permit", ["requester starts it", "check answers clear", "requester decides approve on decide"], "resume",
            g => g.Change("decide", n => n with { Task = n.Task! with { Kind = TaskSpec.Choice } })),
        ("time that runs out loosens", SearchProperties.LooseningApproved, "permit", ["requester starts it", "check answers clear", "time_over rings"], "resume",
            g => g.Cut("time_over_to_lapsed").Join("time_over", "permit")),
        ("a no that loosens", SearchProperties.LooseningApproved, "permit", ["requester starts it", "check answers clear", "requester decides withdraw on decide"], "resume",
            g => g.Cut("decided_to_withdrawn").Join("decided", "permit", "withdraw")),
        ("a question that never expires", SearchProperties.LooseningApproved, "permit", ["requester starts it", "check answers clear", "second decides approve on decide"], "resume",
            g => g.Without("time_over")),
        ("who chose may approve too", SearchProperties.LooseningApproved, "complete", [], "partial-hedge",
            g => g.Change("partial", n => n with { Kind = NodeKind.Start, Event = null, Key = null }).Change("approve", n => n with { Task = n.Task! with { Requester = Words.RequestedBy } })),
        ("time that runs out arms the autopilot", SearchProperties.LooseningApproved, "arm", [], "autopilot-arming",
            g => g.Cut("time_over_to_lapsed").Join("time_over", "arm")),
        ("a key that is not written yet", SearchProperties.NoDeadEnd, "desk_answers", ["requester starts it", "check answers clear", "second decides approve on decide"], "resume",
            g => g.Cut("decided_to_permit").Join("decided", "desk_answers", "approve")),
        ("a choice without a flow", SearchProperties.NoDeadEnd, "decided", [], "resume",
            g => g.Change("decided", n => n with { DefaultFlow = null }).When("decided_to_rejected", "rejected")),
        ("a wait nobody ends", SearchProperties.EndReachable, "stuck", [], "resume",
            g => (g with { Nodes = g.Nodes.Add(new Node { Id = "stuck", Name = "Join", Kind = NodeKind.Parallel }) })
                .Cut("checked_to_decide").Join("checked", "stuck", "clear").Join("check", "stuck").Join("stuck", "blocked")),
    ];

    public static TheoryData<string> Names { get; } = [.. Unsafe.Select(u => u.Name)];

    [Theory, MemberData(nameof(Names))]
    public void it_is_refused_with_the_path_that_shows_it(string name)
    {
        var (_, property, element, path, file, plant) = Unsafe.Single(u => u.Name == name);

        var report = ExhaustiveSearch.Of(plant(Files.Graph(file)), ActionContract.Catalog);

        Assert.False(report.Proven);
        var one = report.Counterexamples.First(c => c.Property == property && c.Element == element);
        output.WriteLine(one.ToString());
        if (path.Length > 0) Assert.Equal(path, one.Path);
    }

    [Fact]
    public void what_has_too_many_states_is_not_proven()
    {
        var report = ExhaustiveSearch.Of(Files.Graph("resume"), ActionContract.Catalog, most: 20);
        Assert.Equal(SearchProperties.Bounded, Assert.Single(report.Counterexamples).Property);
    }

    [Fact]
    public void an_action_nobody_knows_counts_as_loosening()
    {
        var report = ExhaustiveSearch.Of(Files.Graph("resume").Change("check", n => n with { Action = "desk.guess" }), ActionContract.Catalog);
        Assert.Contains(report.Counterexamples, c => c.Property == SearchProperties.LooseningApproved && c.Element == "check");
    }
}
