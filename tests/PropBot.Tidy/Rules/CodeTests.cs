using System.Text.RegularExpressions;
using PropBot.Tidy.House;

namespace PropBot.Tidy.Rules;

/// <summary>Continuations stay on the scheduler they were started on, or the desk cannot run in virtual time (ADR 0005).</summary>
public partial class ContinuationTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp
        from Match match in Escapes().Matches(file.Code)
        select new Offence(file.Path, file.LineAt(match.Index), "ConfigureAwait lets the continuation escape the scheduler");

    protected override IEnumerable<SourceFile[]> Offenders() => [One("src/PropBot.Trading/Desk/Loop.cs", "await work.ConfigureAwait( false );")];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("src/PropBot.Trading/Desk/Loop.cs", "await work; // not ConfigureAwait(false)")];

    [GeneratedRegex(@"\.ConfigureAwait\s*\(")]
    private static partial Regex Escapes();
}

/// <summary>The platform's combinators finish on the thread pool where a source completes its waiters asynchronously; Waiting.First and Within do not.</summary>
public partial class CombinatorTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp && file.Path.StartsWith("src/PropBot.Trading/", StringComparison.Ordinal)
        from Match match in Pool().Matches(file.Code)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value}' may finish on the thread pool: use Waiting (a semaphore for sends is called sending)");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Trading/Exchanges/Line.cs", "await Task.WhenAny(life, ready);"),
        One("src/PropBot.Trading/Exchanges/Line.cs", "return source.Task.WaitAsync(patience, clock);"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("src/PropBot.Trading/Exchanges/Line.cs", "await sending.WaitAsync(stop); await Task.WhenAll(all);")];

    [GeneratedRegex(@"\bTask\.WhenAny\s*\(|(?<!\bsending)\.WaitAsync\s*\(")]
    private static partial Regex Pool();
}

/// <summary>Threads begin at doors only, and every door is named here with its reason.</summary>
public partial class DoorTests : HouseRule
{
    private static readonly string[] Scheduled = ["src/PropBot.Trading/", "src/PropBot.Workflows/", "src/PropBot.VenueSimulator/"];

    private static readonly Dictionary<string, string> Doors = new(StringComparer.Ordinal)
    {
        ["src/PropBot.Trading/Desk/BrakeFiles.cs"] = "run marker and emergency log: a disk that hangs must hold up neither a HOLD nor a cancel",
        ["src/PropBot.Trading/Desk/DeskLoop.cs"] = "the desk's one thread; scenarios drive TradingDesk's steps without it",
        ["src/PropBot.Trading/Ledger/LedgerStore.cs"] = "the one writer's thread: a disk that stalls must not stall the desk",
        ["src/PropBot.Trading/MarketData/Recorder.cs"] = "compressing and writing a recording beside the feed; nothing decides on it",
    };

    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files)
    {
        var starts = (from file in files
                      where file.IsCSharp && Scheduled.Any(project => file.Path.StartsWith(project, StringComparison.Ordinal))
                      from Match match in Starts().Matches(file.Code)
                      select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value}' outside a door")).ToList();
        return starts.Where(start => !Doors.ContainsKey(start.Path));
    }

    [Fact]
    public void every_door_named_here_is_still_one() =>
        Assert.All(Doors.Keys, path => Assert.Contains(Repository.Files, file => file.Path == path && Starts().IsMatch(file.Code)));

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Trading/Orders/Outbox.cs", "_ = Task.Run(() => Send());"),
        One("src/PropBot.VenueSimulator/Core/Matching.cs", "new Thread(Match).Start();"),
        One("src/PropBot.Workflows/Engine/Pump.cs", "Task.Factory.StartNew(Pump);"),
        One("src/PropBot.Workflows/Engine/Pump.cs", "ThreadPool.QueueUserWorkItem(Pump);"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
    [
        One("src/PropBot.Web/Program.cs", "_ = Task.Run(() => Send());"),
        One("src/PropBot.Trading/Orders/Outbox.cs", "var threads = new Threads(); // no Task.Run here"),
    ];

    [GeneratedRegex(@"\bTask\.Run\b|\bnew Thread\b|\bTask\.Factory\.StartNew\b|\bThreadPool\.\w+")]
    private static partial Regex Starts();
}

/// <summary>Nothing is left half done.</summary>
public partial class UnfinishedTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp || file.Path.EndsWith(".cshtml", StringComparison.Ordinal) || file.Path.EndsWith(".ts", StringComparison.Ordinal)
        from Match match in Marks().Matches(file.CodeAndComments)
        select new Offence(file.Path, file.LineAt(match.Index), $"'{match.Value}': finish it, or write an issue");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Web/Program.cs", "// TO" + "DO: log in"),
        One("src/PropBot.Web/Program.cs", "/* FIX" + "ME */"),
        One("src/PropBot.Web/Program.cs", "throw new NotImplemented" + "Exception();"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() => [One("src/PropBot.Web/Program.cs", "var word = \"TO" + "DO\"; // a hackney carriage")];

    [GeneratedRegex(@"\b(?:TODO|FIXME|HACK|XXX|NotImplementedException)\b")]
    private static partial Regex Marks();
}

/// <summary>An exception that is dropped says why at the spot.</summary>
public partial class EmptyCatchTests : HouseRule
{
    protected override IEnumerable<Offence> Check(IReadOnlyList<SourceFile> files) =>
        from file in files
        where file.IsCSharp
        from Match match in EmptyCatch().Matches(file.CodeAndComments)
        select new Offence(file.Path, file.LineAt(match.Index), "an empty catch without a reason in it");

    protected override IEnumerable<SourceFile[]> Offenders() =>
    [
        One("src/PropBot.Web/Program.cs", "try { Go(); } " + "catch { }"),
        One("src/PropBot.Web/Program.cs", "try { Go(); } " + "catch (IOException e) when (e.HResult == 3)\n{\n}"),
    ];

    protected override IEnumerable<SourceFile[]> Neighbours() =>
        [One("src/PropBot.Web/Program.cs", "try { Go(); }\ncatch (IOException)\n{\n    // The peer closed first, which is what we were about to do.\n}")];

    [GeneratedRegex(@"\bcatch\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*(?:when\s*\((?:[^()]|\([^()]*\))*\))?\s*\{\s*\}")]
    private static partial Regex EmptyCatch();
}
