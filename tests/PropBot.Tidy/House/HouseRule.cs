namespace PropBot.Tidy.House;

/// <summary>
/// What every rule of the house is tested for: the house keeps it, it fails on a planted offender (so it is able to fail), and it lets a
/// decent neighbour of that offender pass.
/// </summary>
public abstract class HouseRule
{
    protected abstract IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files);

    /// <summary>Small made-up houses, each with at least one offender.</summary>
    protected abstract IEnumerable<SourceFile[]> Offenders();

    /// <summary>Small made-up houses that look similar and are fine.</summary>
    protected abstract IEnumerable<SourceFile[]> Neighbours();

    [Fact]
    public void the_house_keeps_it()
    {
        var offences = Check(Repository.Files).ToList();
        Assert.True(offences.Count == 0, $"{offences.Count} offences:\n{string.Join('\n', offences)}");
    }

    [Fact]
    public void planted_offenders_are_found()
    {
        foreach (var house in Offenders()) Assert.True(Check(house).Any(), $"not found in:\n{house[0].Path}\n{house[0].Text}");
    }

    [Fact]
    public void decent_neighbours_pass()
    {
        foreach (var house in Neighbours()) Assert.Empty(Check(house));
    }

    protected static SourceFile[] One(string path, string text) => [new SourceFile(path, text)];
}
