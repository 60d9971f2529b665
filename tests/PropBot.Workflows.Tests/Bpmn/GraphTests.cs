namespace PropBot.Workflows.Tests.Bpmn;

public sealed class GraphTests
{
    [Fact]
    public void a_copy_with_other_nodes_finds_its_own_and_not_those_of_the_first()
    {
        var first = Files.Graph("resume");
        Assert.Equal("Check what stands in the way", first["check"].Name);

        var copy = first with { Nodes = [.. first.Nodes.Select(n => n.Id == "check" ? n with { Name = "Other" } : n)] };

        Assert.Equal("Other", copy["check"].Name);
    }
}
