using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;

namespace PropBot.Workflows.Tests.Bpmn;

public sealed class CatalogFileTests
{
    private static readonly string Written = Path.Combine(Files.Folder, "catalog.json");

    [Fact]
    public void the_written_catalogue_is_current()
    {
        var now = ActionContract.Catalog.ToJson();
        if (Environment.GetEnvironmentVariable("PROPBOT_WRITE_DOCS") == "1") File.WriteAllText(Written, now);
        Assert.True(File.Exists(Written) && File.ReadAllText(Written) == now, "workflows/catalog.json is stale: PROPBOT_WRITE_DOCS=1 dotnet test tests/PropBot.Workflows.Tests writes it");
    }

    [Fact]
    public void it_is_read_back_as_it_was_written() =>
        Assert.Equal(ActionContract.Catalog.ToJson(), ActionCatalog.FromJson(ActionContract.Catalog.ToJson()).ToJson());

    [Fact]
    public void every_class_that_does_an_action_does_what_the_contract_says() => Assert.Empty(ActionClasses.Objections(ActionContract.Catalog, ActionClasses.Found(typeof(ActionContract).Assembly)));

    [Fact]
    public void every_action_that_is_listed_is_drawn_somewhere()
    {
        var drawn = Files.Names.SelectMany(name => Files.Graph(name).Nodes).Select(node => node.Action).ToHashSet();
        Assert.All(ActionContract.Catalog.All, action => Assert.Contains(action.Name, drawn));
    }
}
