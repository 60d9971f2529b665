using System.Text;
using System.Xml.Linq;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Bpmn.Lint;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Bpmn;

/// <summary>Whatever a file holds, it is read or refused; nothing is thrown, neither by the parser nor by the lint.</summary>
public sealed class AnyBytesTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;

    [Fact]
    public void random_bytes_are_refused()
    {
        var dice = Dice();
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[dice.Next(0, 400)];
            dice.NextBytes(bytes);
            Assert.False(BpmnParser.Parse(bytes).Accepted);
        }
    }

    [Fact]
    public void a_file_with_changed_bytes_is_read_or_refused()
    {
        var dice = Dice();
        var (read, refused) = (0, 0);
        foreach (var original in Files.Names.Select(name => Encoding.UTF8.GetBytes(Files.Text(name))))
        {
            for (var i = 0; i < 40; i++)
            {
                var bytes = (byte[])original.Clone();
                for (var k = dice.Next(1, 6); k > 0; k--) bytes[dice.Next(bytes.Length)] = (byte)dice.Next(256);
                Count(bytes, ref read, ref refused);
            }
        }

        output.WriteLine($"changed bytes: {read} read, {refused} refused");
        Assert.True(refused > 0);
    }

    /// <summary>Well-formed all the way, so that the mistakes reach the rules behind the XML reader.</summary>
    [Fact]
    public void a_file_with_moved_removed_and_swapped_elements_is_read_or_refused()
    {
        var dice = Dice();
        var (read, refused) = (0, 0);
        foreach (var name in Files.Names)
        {
            for (var i = 0; i < 30; i++)
            {
                var tree = XElement.Parse(Files.Text(name));
                for (var k = dice.Next(1, 5); k > 0; k--) Mutate(tree, dice);
                Count(Encoding.UTF8.GetBytes(tree.ToString()), ref read, ref refused);
            }
        }

        output.WriteLine($"changed elements: {read} read, {refused} refused");
        Assert.True(refused > 0 && read > 0);
    }

    private void Count(byte[] bytes, ref int read, ref int refused)
    {
        var parsed = BpmnParser.Parse(bytes);
        Assert.Equal(parsed.Accepted, !parsed.Graphs.IsEmpty);
        if (parsed.Accepted) read++;
        else refused++;
        Assert.All(Linter.Check(bytes, ActionContract.Catalog, []), finding => Assert.NotEmpty(finding.What));
    }

    private static void Mutate(XElement tree, Random dice)
    {
        var all = tree.Descendants().ToList();
        var (one, other) = (all[dice.Next(all.Count)], all[dice.Next(all.Count)]);
        switch (dice.Next(7))
        {
            case 0: one.Remove(); break;
            case 1: one.Name = other.Name; break;
            case 2: other.AddAfterSelf(new XElement(one)); break;
            case 3: one.Attributes().Where(a => !a.IsNamespaceDeclaration).ElementAtOrDefault(dice.Next(4))?.Remove(); break;
            case 4: one.SetAttributeValue("name", new string('x', dice.Next(300))); break;
            case 5: one.SetAttributeValue("id", (string?)other.Attribute("id") ?? ""); break;
            default: SwapReference(one, other); break;
        }
    }

    private static void SwapReference(XElement one, XElement other)
    {
        foreach (var attribute in one.Attributes().Where(a => a.Name.LocalName.EndsWith("Ref", StringComparison.Ordinal) || a.Name == "default")) attribute.Value = (string?)other.Attribute("id") ?? "";
        if (!one.HasElements) one.Value = other.HasElements ? "" : other.Value;
    }

    private Random Dice()
    {
        output.WriteLine($"seed {Seed}");
#pragma warning disable RS0030 // Seeded, and the seed is printed.
        return new Random(Seed);
#pragma warning restore RS0030
    }
}
