using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Tests.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;

namespace PropBot.Workflows.Tests.Engine.Load;

public class DefinitionTests
{
    private static readonly Graph First = Process("one");
    private static readonly Graph Second = Process("other");

    [Fact]
    public async Task the_first_files_of_an_empty_store_are_published_and_taken_once()
    {
        await using var stage = new EngineStage(First);
        Assert.Equal(["1 git published"], Versions(stage));
        Assert.Empty(await Versioning(stage).TakeFiles(stage.Files, paper: true));
    }

    [Theory]
    [InlineData(true, "1 git retired", "2 git published")]
    [InlineData(false, "1 git published", "2 git draft")]
    public async Task a_changed_file_is_a_draft_except_in_paper(bool paper, params string[] versions)
    {
        await using var stage = new EngineStage(First);
        await Versioning(stage).TakeFiles([stage.File(Second)], paper);
        Assert.Equal(versions, Versions(stage));
    }

    [Fact]
    public async Task a_file_never_replaces_what_the_designer_published()
    {
        await using var stage = new EngineStage(First);
        var draft = await Versioning(stage).Draft("p", stage.File(Process("drawn")).Xml, "ann");
        await stage.Ledger.Write(tx => Assert.True(Definitions.Publish(tx, "p", draft.Version, "bob", stage.Clock.GetUtcNow())));
        await Versioning(stage).TakeFiles([stage.File(Second)], paper: true);
        Assert.Equal(["1 git retired", "2 designer published", "3 git draft"], Versions(stage));
        // The file as it was before is not news at the next start.
        await Versioning(stage).TakeFiles([stage.File(Second)], paper: true);
        Assert.Equal(3, Versions(stage).Count);
    }

    [Fact]
    public async Task a_new_process_outside_paper_is_a_draft_too()
    {
        await using var stage = new EngineStage(First);
        await Versioning(stage).TakeFiles([.. stage.Files, stage.File(Process("x", "q"))], paper: false);
        Assert.Equal(new CommandAnswer.NotAllowed("unknown_process"), await stage.Engine.Start(new StartCommand(new CommandId("s"), "q", "k", Run.Vars())));
    }

    [Fact]
    public async Task running_instances_keep_their_version()
    {
        await using var stage = new EngineStage(First);
        var old = await stage.Start();
        await Versioning(stage).TakeFiles([stage.File(Second)], paper: true);
        stage.Restart();
        var young = await stage.Start(key: "k2", id: "s2");
        await stage.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(("completed one", "completed other"), (stage.Status(old), stage.Status(young)));
    }

    [Fact]
    public async Task what_a_live_version_names_and_nobody_has_is_found_at_start()
    {
        await using var stage = new EngineStage(Sketch.Of().Start().Action("a", action: "test.gone").Call("c", "nowhere").End("end").Line("start", "a", "c", "end").Graph);
        Assert.Equal(
            ["p version 1, a: there is no action 'test.gone'", "p version 1, c: there is no published process 'nowhere'"],
            Versioning(stage).Missing(ActionTable.Of([new NoteAction()])));
    }

    private static Graph Process(string end, string process = "p") => Sketch.Of(process).Start().Timer("rest", "PT1M").End(end).Line("start", "rest", end).Graph;

    private static Definitions Versioning(EngineStage stage) => new(stage.Ledger, stage.Clock, stage.Graphs);

    private static List<string> Versions(EngineStage stage) => [.. Versioning(stage).All().Select(one => $"{one.Version} {one.Source} {one.State}")];
}
