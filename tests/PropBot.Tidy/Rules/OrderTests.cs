using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Orders leave through one file: whoever else calls a venue's Place goes around the durable intent and the gate (R7, R25).</summary>
public partial class OrderPathTests : HouseRule
{
    private static readonly string[] Watched = ["src/PropBot.Trading/", "src/PropBot.Workflows/", "src/PropBot.Web/"];

    private static readonly HashSet<string> MayPlace = new(StringComparer.Ordinal) { "src/PropBot.Trading/Desk/DeskEffects.cs" };

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp && Watched.Any(project => file.Path.StartsWith(project, StringComparison.Ordinal)) && !MayPlace.Contains(file.Path)
        from Match match in PlaceCall().Matches(file.Code)
        select new Offence(file.Path, file.LineAt(match.Index), "sends an order around the one place that commits it first");

    protected override IEnumerable<SourceFile[]> Offenders() =>
        [One("src/PropBot.Trading/Hedging/Executor.cs", "await exchange.Place(order, stop);"), One("src/PropBot.Web/Endpoints/A.cs", "await venue!.Place (order, stop);")];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.Trading/Desk/DeskEffects.cs", "await exchange.Place(order, stop);"),
        One("src/PropBot.Trading/Exchanges/Okx/OkxExchange.cs", "public ValueTask<OrderReply> Place(OrderRequest order, CancellationToken stop) => default;"),
    ];

    [GeneratedRegex(@"\.\s*Place\s*\(")]
    private static partial Regex PlaceCall();
}

/// <summary>Only the opening gate and the reduce-only path may stamp an order as approved (architecture §3).</summary>
public partial class ApprovalStampTests : HouseRule
{
    private static readonly Dictionary<string, string> MayStamp = new(StringComparer.Ordinal)
    {
        ["ByGate"] = "src/PropBot.Trading/Risk/RiskGate.cs",
        ["ToReduce"] = "src/PropBot.Trading/Hedging/ReducingPath.cs",
    };

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp && file.Path.StartsWith("src/", StringComparison.Ordinal)
        from Match match in StampCall().Matches(file.Code)
        where MayStamp[match.Groups["stamp"].Value] != file.Path
        select new Offence(file.Path, file.LineAt(match.Index), $"{match.Value} belongs to {MayStamp[match.Groups["stamp"].Value]}");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Trading/Desk/OpenFlow.cs", "var sent = ApprovedOrder.ByGate(order);"),
        One("src/PropBot.Trading/Risk/RiskGate.cs", "var sent = ApprovedOrder . ToReduce(order);"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
        [One("src/PropBot.Trading/Risk/RiskGate.cs", "internal static ApprovedOrder Stamp(Order order) => ApprovedOrder.ByGate(order);")];

    [GeneratedRegex(@"\bApprovedOrder\s*\.\s*(?<stamp>ByGate|ToReduce)\b")]
    private static partial Regex StampCall();
}
