using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn.Lint;
using PropBot.Workflows.Publishing;
using PropBot.Workflows.Search;
using PropBot.Workflows.Tests.Bpmn;
using PropBot.Workflows.Tests.Engine.Files;

namespace PropBot.Workflows.Tests.Publishing;

/// <summary>The one check before a text may be published.</summary>
public sealed class DraftCheckTests
{
    /// <summary>Taking the request back is what lets it through.</summary>
    public static readonly string Unsafe = Files.Text("resume")
        .Replace("=outcome = \"approve\"", "=outcome = \"*\"", StringComparison.Ordinal).Replace("=outcome = \"withdraw\"", "=outcome = \"approve\"", StringComparison.Ordinal)
        .Replace("=outcome = \"*\"", "=outcome = \"withdraw\"", StringComparison.Ordinal);

    private static readonly ActionTable Everything = new DiceActions(new Random(1)).Table;

    public static TheoryData<string> All { get; } = [.. Files.Names];

    [Theory, MemberData(nameof(All))]
    public void our_own_files_are_clean(string file)
    {
        var verdict = DraftCheck.Of(file, Files.Text(file), Everything, []);
        Assert.True(verdict.Clean, string.Join("\n", verdict.Sentences));
        Assert.True(verdict.Search!.States > 0);
    }

    [Fact]
    public void an_unsafe_text_is_told_with_the_path_that_shows_it()
    {
        var verdict = DraftCheck.Of("resume", Unsafe, Everything, []);
        Assert.False(verdict.Clean);
        Assert.Contains(verdict.Findings, one => one is { Rule: "loosening-behind-approval", Element: "permit" });
        Assert.Contains(verdict.Sentences, told => told.Contains("permit: desk.write-permit: nobody has approved it", StringComparison.Ordinal)
            && told.Contains("requester starts it; check answers clear; requester decides withdraw on decide", StringComparison.Ordinal));
    }

    [Fact]
    public void what_cannot_be_read_is_told_by_element()
    {
        var verdict = DraftCheck.Of("resume", Files.Text("resume").Replace("PT15M", "soon", StringComparison.Ordinal), Everything, []);
        Assert.Equal((null, false), (verdict.Graph, verdict.Clean));
        Assert.Contains(verdict.Findings, one => one is { Rule: Linter.OnlySubset, Element: "time_over_timer" });
        Assert.NotEmpty(DraftCheck.Of(null, "<no", Everything, []).Findings);
        Assert.NotEmpty(DraftCheck.Of(null, "", Everything, []).Findings);
    }

    [Fact]
    public void a_text_of_another_process_is_not_the_one_that_was_asked_for() =>
        Assert.Contains("'operators'", Assert.Single(DraftCheck.Of("resume", Files.Text("operators"), Everything, []).Findings).What, StringComparison.Ordinal);

    [Fact]
    public void what_this_program_cannot_do_is_a_finding_at_each_element() => Assert.Equal(
        ["check", "publish"],
        DraftCheck.Of("publish-workflow", Files.Text("publish-workflow"), ActionTable.Of([]), []).Findings.Where(one => one.Rule == DraftCheck.ActionBuiltIn).Select(one => one.Element));

    [Fact]
    public void without_a_search_nothing_is_clean()
    {
        // A text nobody has searched in this process: the name makes it another one.
        var text = Files.Text("operators").Replace("Publish", "Publish ", StringComparison.Ordinal) + "<!-- never searched -->";
        var verdict = DraftCheck.Of("operators", text, Everything, [], search: false);
        Assert.Equal((true, null, false), (verdict.Findings.IsEmpty, verdict.Search, verdict.Clean));
    }

    [Fact]
    public void a_search_is_made_once_a_text()
    {
        var graph = Files.Graph("exit-dry-run");
        Assert.Same(ProvenTexts.Search(graph), ProvenTexts.Search(graph));
        Assert.Same(ProvenTexts.Find(graph.Process, graph.Sha256), ProvenTexts.Search(graph));
    }
}

/// <summary>A text walked by hand, without anything happening.</summary>
public sealed class DraftTrialTests
{
    [Fact]
    public void a_trial_begins_with_what_can_begin()
    {
        var trial = DraftTrial.Run(Files.Graph("resume"), []);
        Assert.Equal(("new", null), (trial.Status, trial.Stopped));
        Assert.Equal(["requester starts it"], trial.Next.ToArray());
    }

    [Fact]
    public void it_tells_the_path_what_waits_and_what_can_happen_next()
    {
        var trial = DraftTrial.Run(Files.Graph("resume"), ["requester starts it", "check answers clear"]);
        Assert.Equal(["requested", "requested_to_check", "check"], trial.Steps[0].Passed.ToArray());
        Assert.Contains(trial.Waits, wait => wait.Node == "decide");
        Assert.Contains("second decides approve on decide", trial.Next);
        Assert.Contains("time_over rings", trial.Next);
        Assert.DoesNotContain("requester decides approve on decide", trial.Next);
    }

    [Fact]
    public void a_loosening_is_told_with_who_approved_it()
    {
        var trial = DraftTrial.Run(Files.Graph("operators"), ["requester starts it", "check answers allowed", "third decides approve on decide"]);
        Assert.Equal(("people.apply-change", "third"), Assert.Single(trial.Steps[2].Loosens) is var one ? (one.Action, one.ApprovedBy) : default);
    }

    [Fact]
    public void what_is_not_possible_stops_it_there()
    {
        var trial = DraftTrial.Run(Files.Graph("resume"), ["requester starts it", "check answers clear", "requester decides approve on decide", "time_over rings"]);
        Assert.Equal((2, "requester decides approve on decide"), (trial.Steps.Length, trial.Stopped));
    }

    [Fact]
    public void at_an_end_nothing_is_next()
    {
        var trial = DraftTrial.Run(Files.Graph("resume"), ["requester starts it", "check answers blocked"]);
        Assert.Equal(("completed", "blocked"), (trial.Status, trial.Outcome));
        Assert.Empty(trial.Next);
    }

    public static TheoryData<string> All { get; } = [.. Files.Names];

    [Theory, MemberData(nameof(All))]
    public void every_counterexample_of_an_unsafe_file_can_be_tried_line_by_line(string file)
    {
        // No approval is one any more: whatever loosens is then reached by a choice of one person.
        var graph = Files.Graph(file);
        var careless = graph with { Nodes = [.. graph.Nodes.Select(node => node.Task is { IsApproval: true } terms ? node with { Task = terms with { Kind = Workflows.Bpmn.TaskSpec.Choice } } : node)] };
        var report = ExhaustiveSearch.Of(careless, ActionContract.Catalog);
        Assert.False(report.Proven);
        foreach (var one in report.Counterexamples.Where(one => one.Property == SearchProperties.LooseningApproved))
        {
            var trial = DraftTrial.Run(careless, one.Path);
            Assert.Null(trial.Stopped);
            Assert.Contains(trial.Steps[^1].Loosens, loosened => loosened is { ApprovedBy: "nobody" } && loosened.Element == one.Element);
        }
    }
}
