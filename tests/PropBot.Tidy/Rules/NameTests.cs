using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Rooms, files and types say what they are: no name that fits anything.</summary>
public partial class VagueNameTests : HouseRule
{
    private static readonly HashSet<string> Vague = new(StringComparer.Ordinal)
    {
        "Helper", "Helpers", "Manager", "Managers", "Util", "Utils", "Utility", "Utilities", "Common", "Shared", "Service", "Services",
        "Models", "Interfaces", "Misc", "Stuff",
    };

    /// <summary>Architecture §3 names the simulator's Core, and Risk's CapitalManager.</summary>
    private static readonly string[] CoreRooms = ["src/PropBot.VenueSimulator/Core", "tests/PropBot.VenueSimulator.Tests/Core"];

    private static readonly HashSet<string> NamedByThePlan = new(StringComparer.Ordinal) { "CapitalManager" };

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        files.Where(file => file.IsCSharp).SelectMany(file => FolderNames(file).Concat(FileName(file)).Concat(TypeNames(file))).Distinct();

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Trading/Shared/Clock.cs", ""),
        One("src/PropBot.Trading/Core/Clock.cs", ""),
        One("src/PropBot.Trading/Orders/OrderHelper.cs", ""),
        One("src/PropBot.Trading/Orders/Order.cs", "internal sealed class OrderService { }"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.VenueSimulator/Core/Matching.cs", "public sealed class Matching { } // a helper of the venue"),
        One("src/PropBot.Trading/Orders/OrderOutbox.cs", "public sealed class OrderOutbox(IServiceProvider services) { }"),
    ];

    private static IEnumerable<Offence> FolderNames(SourceFile file) =>
        from part in file.Folder.Split('/')
        where Vague.Contains(part) || (part == "Core" && !CoreRooms.Contains(file.Folder))
        select new Offence(file.Folder, 0, $"'{part}' names no room an operator knows");

    private static IEnumerable<Offence> FileName(SourceFile file) =>
        IsVague(Path.GetFileNameWithoutExtension(file.Path)) ? [new Offence(file.Path, 0, "a vague file name")] : [];

    private static IEnumerable<Offence> TypeNames(SourceFile file) =>
        from Match match in Declaration().Matches(file.Code)
        where IsVague(match.Groups["name"].Value)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Groups["name"].Value}' says nothing about what it is");

    private static bool IsVague(string name) => !NamedByThePlan.Contains(name) && Words().Matches(name).Any(word => Vague.Contains(word.Value));

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Words();
}
