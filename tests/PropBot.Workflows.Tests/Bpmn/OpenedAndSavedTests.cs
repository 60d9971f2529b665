using PropBot.Workflows.Bpmn;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Bpmn;

/// <summary>Our files through the library that bpmn-js opens and saves with.</summary>
public sealed class OpenedAndSavedTests(ITestOutputHelper output)
{
    [ModelerFact]
    public void a_file_that_was_opened_and_saved_means_what_it_meant_and_looks_as_it_looked()
    {
        var saved = Modeler.OpenAndSave(Files.Folder);

        Assert.Equal(Files.Names, saved.Keys.Order(StringComparer.Ordinal));
        foreach (var (name, xml) in saved)
        {
            var (before, after) = (Files.Parsed(name), Files.Parse(xml));
            Assert.Empty(after.Refusals);
            Assert.Empty(GraphDiff.Between(before.Graphs[0], after.Graphs[0]).Changes);
            Assert.Equal(before.Graphs[0].Nodes.Select(n => (n.Id, n.Place)), after.Graphs[0].Nodes.Select(n => (n.Id, n.Place)));
            Assert.Equal(before.Graphs[0].Flows.ToArray(), after.Graphs[0].Flows.ToArray());
            Assert.All(before.Edges, edge => Assert.Equal(edge.Value.ToArray(), after.Edges[edge.Key].ToArray()));
            output.WriteLine($"{name}: {after.Graphs[0].Nodes.Length} elements, {after.Graphs[0].Flows.Length} flows the same; bytes {(xml == Files.Text(name) ? "the same" : "other")}");
        }
    }
}
