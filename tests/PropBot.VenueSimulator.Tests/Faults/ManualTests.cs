using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Tests.Faults;

/// <summary>docs/SIMULATOR.md is the only place a person learns the words from.</summary>
public class ManualTests
{
    [Fact]
    public void every_kind_field_and_reply_is_in_the_manual()
    {
        var text = File.ReadAllText(Path.Combine(Root(), "docs", "SIMULATOR.md"));
        var words = FaultForms.All.Select(f => FaultForms.Word(f.Kind)).Concat(FaultForms.All.SelectMany(f => f.Fields)).Concat(FaultFields.General)
            .Concat(FaultReplies.Binance).Concat(FaultReplies.Okx);
        Assert.DoesNotContain(words, w => !text.Contains($"`{w}`", StringComparison.Ordinal));
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "PropBot.sln"))) folder = folder.Parent;
        return folder.FullName;
    }
}
