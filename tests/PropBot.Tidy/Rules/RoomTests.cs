using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Each room of the desk uses only the rooms above it (architecture §3).</summary>
public partial class RoomOrderTests : HouseRule
{
    private const string Desk = "src/PropBot.Trading/";

    private static readonly string[] Rooms =
    [
        "Amounts", "Instruments", "Ledger", "Alerts", "Exchanges", "MarketData", "Orders", "Positions", "Reconciliation", "Control", "Watchdogs", "Incidents",
        "Opportunities", "Risk", "Strategies", "Hedging", "Settings", "Desk",
    ];

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var inTheDesk = files.Where(file => file.IsCSharp && file.Path.StartsWith(Desk, StringComparison.Ordinal) && RoomOf(file) is not null).ToList();
        var types = TypesByRoom(inTheDesk);
        return inTheDesk.SelectMany(file => Array.IndexOf(Rooms, RoomOf(file)) is var own && own >= 0
            ? Uses(file, types).Where(use => Array.IndexOf(Rooms, use.Room) > own)
                .Select(use => new Offence(file.Path, use.Line, $"{RoomOf(file)} uses {use.Room}, which stands below it"))
            : [new Offence(file.Path, 0, $"'{RoomOf(file)}' is not a room of the plan; name it in RoomOrderTests at its place")]);
    }

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One(Desk + "Amounts/Money.cs", "using PropBot.Trading.Orders;\n"),
        One(Desk + "Orders/Outbox.cs", "namespace PropBot.Trading.Orders;\nclass Outbox { PropBot.Trading.Desk.DeskLoop? loop; }"),
        [new(Desk + "Orders/Outbox.cs", "class Outbox { Desk.DeskLoop? loop; }"), new(Desk + "Desk/DeskLoop.cs", "class DeskLoop { }")],
        One(Desk + "Cellar/Wine.cs", "namespace PropBot.Trading.Cellar;"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One(Desk + "Desk/DeskLoop.cs", "using PropBot.Trading.Amounts;\nusing PropBot.Trading.Settings;\n"),
        One(Desk + "Orders/Outbox.cs", "// PropBot.Trading.Desk reads this\nusing PropBot.Trading.Orders;\n"),
        One(Desk + "TradingSetup.cs", "using PropBot.Trading.Desk;\n"),
    ];

    private static string? RoomOf(SourceFile file)
    {
        var rest = file.Path[Desk.Length..];
        return rest.Contains('/') ? rest[..rest.IndexOf('/')] : null;
    }

    private static ILookup<string, string> TypesByRoom(List<SourceFile> files) =>
        files.SelectMany(file => Declaration().Matches(file.Code).Select(match => (Room: RoomOf(file)!, Type: match.Groups["name"].Value)))
            .ToLookup(pair => pair.Room, pair => pair.Type, StringComparer.Ordinal);

    private static IEnumerable<(string Room, int Line)> Uses(SourceFile file, ILookup<string, string> types)
    {
        foreach (Match match in FullName().Matches(file.Code)) yield return (match.Groups["room"].Value, file.LineAt(match.Index));

        // Inside namespace PropBot.Trading.X, "Desk.DeskLoop" is a full name too; a property called Desk is not.
        foreach (Match match in ShortName().Matches(file.Code))
        {
            if (types[match.Groups["room"].Value].Contains(match.Groups["type"].Value))
                yield return (match.Groups["room"].Value, file.LineAt(match.Index));
        }
    }

    [GeneratedRegex(@"PropBot\.Trading\.(?<room>[A-Z]\w*)")]
    private static partial Regex FullName();

    [GeneratedRegex(@"(?<![\w.])(?<room>[A-Z]\w*)\.(?<type>[A-Z]\w*)")]
    private static partial Regex ShortName();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum)\s+(?:struct\s+|class\s+)?(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();
}

/// <summary>Arrows between projects: Web → Workflows → Trading; the simulator and the desk know nothing of each other (ADR 0004).</summary>
public class ProjectArrowTests : HouseRule
{
    private static readonly (string Project, string[] Strangers)[] Arrows =
    [
        ("src/PropBot.Trading/", ["PropBot.VenueSimulator", "PropBot.Workflows", "PropBot.Web", "PropBot.Cli"]),
        ("src/PropBot.Workflows/", ["PropBot.VenueSimulator", "PropBot.Web", "PropBot.Cli"]),
        ("src/PropBot.VenueSimulator/", ["PropBot.Trading", "PropBot.Workflows", "PropBot.Web", "PropBot.Cli"]),
        ("src/PropBot.VenueSimulator.Host/", ["PropBot.Trading", "PropBot.Workflows", "PropBot.Web", "PropBot.Cli"]),
    ];

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from arrow in Arrows
        from file in files
        where file.Path.StartsWith(arrow.Project, StringComparison.Ordinal)
        where file.IsCSharp || file.Path.EndsWith(".csproj", StringComparison.Ordinal)
        from stranger in arrow.Strangers
        let text = file.IsCSharp ? file.Code : file.Text
        let at = text.IndexOf(stranger, StringComparison.Ordinal)
        where at >= 0
        select new Offence(file.Path, file.LineAt(at), $"must not know {stranger}");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.VenueSimulator/Okx/OkxSkin.cs", "using PropBot.Trading.Amounts;"),
        One("src/PropBot.Trading/Exchanges/Okx/OkxWire.cs", "using PropBot.VenueSimulator.Okx;"),
        One("src/PropBot.Trading/PropBot.Trading.csproj", "<ProjectReference Include=\"../PropBot.Web/PropBot.Web.csproj\" />"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.Web/Program.cs", "using PropBot.VenueSimulator.Okx;"),
        One("src/PropBot.VenueSimulator/Okx/OkxSkin.cs", "// PropBot.Trading must be able to read this"),
    ];
}
