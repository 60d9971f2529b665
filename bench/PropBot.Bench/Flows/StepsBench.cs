using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Bench.Flows;

/// <summary>
/// Durable workflow steps a second (promises §2): a message moves an instance to its next wait, and the answer comes when that is on the
/// disk (<c>synchronous=FULL</c>). Beside it, in turns, bare SQLite commits of one row each on the same disk. One core.
/// </summary>
internal static class StepsBench
{
    private const int WarmUp = 2_500;

    private static readonly Graph Wheel = new(
        "wheel", "wheel", new string('0', 64),
        [
            new Node { Id = "start", Name = "", Kind = NodeKind.Start },
            new Node { Id = "again", Name = "", Kind = NodeKind.Exclusive },
            new Node { Id = "tick", Name = "", Kind = NodeKind.ReceiveTask, Event = "tick", Key = "=key" },
        ],
        [new Flow("a", "start", "again", null), new Flow("b", "again", "tick", null), new Flow("c", "tick", "again", null)]);

    public static async Task<int> Run(BenchArguments arguments)
    {
        if (OperatingSystem.IsLinux()) Process.GetCurrentProcess().ProcessorAffinity = 1;
        var (rounds, steps, beside) = (arguments.Number("rounds", 21), arguments.Number("steps", 300), arguments.Number("instances", 64));
        var folder = Directory.CreateTempSubdirectory("propbot-steps-");
        try
        {
            await using var ledger = LedgerStore.Open(new LedgerOptions(folder.FullName, "paper"), TimeProvider.System);
            using var bare = new BareCommits(Path.Combine(folder.FullName, "bare"));
            var flows = await Flows.Open(ledger, beside);
            // Until both logs have been written round once: a growing file costs more than one that is overwritten.
            await flows.Steps(WarmUp, 1);
            bare.Commit(WarmUp);
            List<TimeSpan> alone = [], together = [], floor = [];
            for (var round = 0; round < rounds; round++)
            {
                floor.Add(bare.Commit(steps));
                alone.Add(await flows.Steps(steps, 1));
                together.Add(await flows.Steps(steps, beside));
            }

            Print("workflow_steps_one_after_the_other_per_s", steps, alone, floor);
            Print($"workflow_steps_{beside}_at_once_per_s", steps, together, floor);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Rates: more is better, so the ratio is ours over the floor.</summary>
    private static void Print(string name, int steps, List<TimeSpan> ours, List<TimeSpan> floor)
    {
        var (mine, theirs) = (steps / Figures.Quantile(ours, 0.5).TotalSeconds, steps / Figures.Quantile(floor, 0.5).TotalSeconds);
        Console.WriteLine(FormattableString.Invariant($"{name} ours={mine:F0} floor={theirs:F0} ratio={mine / theirs:F2}"));
    }

    private sealed class Flows(WorkflowEngine engine)
    {
        private int sent;

        public static async Task<Flows> Open(LedgerStore ledger, int instances)
        {
            var graphs = new GraphCache((_, _) => Wheel);
            await new Definitions(ledger, TimeProvider.System, graphs).TakeFiles([new DefinitionFile("wheel", "wheel")], paper: true);
            var parts = new EngineParts(graphs, ActionTable.Of([]), new OperatorTable(), new NoBinding(), new TwoPersonPolicy(Paper: true));
            var engine = new WorkflowEngine(ledger, TimeProvider.System, parts);
            for (var i = 0; i < instances; i++)
                await engine.Start(new StartCommand(new CommandId($"start-{i}"), "wheel", $"{i}", FlowState.Nothing.Add("key", $"{i}")));
            return new Flows(engine);
        }

        public async Task<TimeSpan> Steps(int steps, int beside)
        {
            var clock = Stopwatch.StartNew();
            await Task.WhenAll(Enumerable.Range(0, beside).Select(async key =>
            {
                for (var i = key; i < steps; i += beside)
                {
                    var answer = await engine.Publish(new MessageCommand(new CommandId($"tick-{Interlocked.Increment(ref sent)}"), "tick", $"{key}", FlowState.Nothing, TimeSpan.FromMinutes(1)));
                    if (answer is not CommandAnswer.Applied) throw new InvalidOperationException($"{answer}");
                }
            }));
            return clock.Elapsed;
        }
    }

    private sealed class NoBinding : IStateBinding
    {
        public bool StillHolds(LedgerTransaction transaction, string process, ImmutableSortedDictionary<string, string> payload) => false;
    }

    /// <summary>The least that a durable step can be: one row, one commit, on the disk, by the same statements on a file opened the same way.</summary>
    private sealed class BareCommits : IDisposable
    {
        private readonly SqliteConnection connection;
        private readonly Statements db;
        private readonly string text = new('x', 200);

        public BareCommits(string folder)
        {
            var options = new LedgerOptions(Directory.CreateDirectory(folder).FullName, "paper");
            connection = LedgerFile.Connection(options);
            db = LedgerFile.Open(connection, options);
            db.Execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        }

        public TimeSpan Commit(int times)
        {
            var clock = Stopwatch.StartNew();
            for (var i = 0; i < times; i++) db.Execute("INSERT INTO bare (text) VALUES (?1)", text);
            return clock.Elapsed;
        }

        public void Dispose()
        {
            db.Dispose();
            connection.Dispose();
        }
    }
}
