using System.Diagnostics;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Pumping;
using PropBot.Workflows.Tests.Engine.Kernel;
using PropBot.Workflows.Tests.Engine.Store;
using Xunit.Abstractions;

namespace PropBot.Workflows.Tests.Engine.Load;

/// <summary>Design §7.8: what waits costs nothing.</summary>
public class WaitingTests(ITestOutputHelper output)
{
    private const int Waiting = 10_000;

    [Fact]
    public async Task ten_thousand_waiting_instances_do_not_hold_up_the_first_that_is_due()
    {
        var graph = Sketch.Of().Start().Task("ask", TaskSpec.Choice).On("ask", "remind", "R9/PT1H", interrupting: false, TimerKind.Cycle).On("ask", "lapse", "P9D")
            .Event("told", NodeKind.MessageCatch, "m", "=k").End("end").End("lapsed").Line("start", "ask", "told", "end").Line("lapse", "lapsed")
            .Action("note", action: "test.note", inputs: ("text", "reminded")).Line("remind", "note", "end").Graph;
        await using var stage = new EngineStage(graph);
        var first = await stage.Start();
        stage.Manual.Advance(TimeSpan.FromMinutes(1));
        var pattern = await stage.Start(key: "pattern", id: "s2");
        await Multiply(stage, pattern);
        stage.Manual.Advance(TimeSpan.FromMinutes(59));
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await stage.Ledger.Reopen();
        stage.Restart();
        await stage.Pump.Step();
        var toFirst = clock.Elapsed;
        Assert.Equal(["reminded"], stage.Effects(first));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{Waiting} waiting: restart to first fire {toFirst.TotalMilliseconds:0} ms, {kept / 1048576.0:0.0} MB kept, working set {Environment.WorkingSet / 1048576} MB");
        Assert.True(toFirst < TimeSpan.FromSeconds(2), $"{toFirst}");
        Assert.True(kept < 200L * 1024 * 1024, $"{kept} bytes");
        GC.KeepAlive(stage.Pump);
    }

    [Theory]
    [InlineData(PumpReads.DueNow)]
    [InlineData(PumpReads.NextDue)]
    [InlineData(PumpReads.OpenApprovals)]
    [InlineData(PumpReads.LastCommand)]
    [InlineData(PumpReads.ExpiredMessages)]
    [InlineData("SELECT instance FROM workflow_wait WHERE kind = 'message' AND name = ?1 AND key = ?2 ORDER BY since, instance LIMIT 1")]
    [InlineData("SELECT DISTINCT instance FROM workflow_wait WHERE kind = 'signal' AND name = ?1 ORDER BY instance")]
    [InlineData("DELETE FROM workflow_wait WHERE instance = ?1 AND token = ?2 AND node = ?3 RETURNING attempts")]
    [InlineData("SELECT due FROM workflow_wait WHERE instance = ?1 AND token = ?2 AND node = ?3")]
    [InlineData("SELECT actor, at, outcome FROM workflow_event WHERE instance = ?1 AND instr(gone, ?2) > 0 ORDER BY n LIMIT 1")]
    [InlineData("SELECT coalesce(max(n), 0) + 1 FROM workflow_event WHERE instance = ?1")]
    [InlineData("SELECT id FROM workflow_instance WHERE process = ?1 AND key = ?2 AND status = 'running'")]
    [InlineData("SELECT id FROM workflow_instance WHERE parent = ?1 AND parent_token = ?2")]
    [InlineData("SELECT result FROM workflow_command WHERE id = ?1")]
    [InlineData("SELECT id, vars FROM workflow_message WHERE name = ?1 AND key = ?2 AND expires > ?3 ORDER BY id LIMIT 1")]
    [InlineData("DELETE FROM workflow_message WHERE expires <= ?1")]
    public async Task no_question_of_the_engine_walks_through_a_table(string sql)
    {
        await using var stage = new EngineStage();
        var plan = stage.Ledger.Read(db =>
        {
            using var command = db.CreateCommand();
            command.CommandText = "EXPLAIN QUERY PLAN " + sql;
            foreach (var name in new[] { "@now", "@most", "@kind", "?1", "?2", "?3" }.Where(name => sql.Contains(name, StringComparison.Ordinal))) command.Parameters.AddWithValue(name, 1);
            using var rows = command.ExecuteReader();
            List<string> steps = [];
            while (rows.Read()) steps.Add(rows.GetString(3));
            return steps;
        });
        Assert.NotEmpty(plan);
        // "SCAN CONSTANT ROW" reads no table; a covering index read from its end for max() is one row.
        Assert.DoesNotContain(plan, step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("CONSTANT ROW", StringComparison.Ordinal));
    }

    private static Task Multiply(EngineStage stage, string pattern) => stage.Ledger.Write(tx =>
    {
        const string Numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2) ";
        tx.Execute(Numbers + "INSERT INTO workflow_instance SELECT id || '-' || i, process, version, key || i, state, status, outcome, rev, started, ended, parent, parent_token, depth FROM workflow_instance, n WHERE id = ?1", pattern, Waiting);
        tx.Execute(Numbers + "INSERT INTO workflow_wait SELECT instance || '-' || i, token, node, kind, name, key, since, due, spec, attempts, lease_until, lease_owner FROM workflow_wait, n WHERE instance = ?1", pattern, Waiting);
        tx.Execute(Numbers + "INSERT INTO workflow_event SELECT instance || '-' || i, n.i * 0 + e.n, at, what, node, actor, outcome, gone, detail FROM workflow_event e, n WHERE instance = ?1", pattern, Waiting);
    });
}
