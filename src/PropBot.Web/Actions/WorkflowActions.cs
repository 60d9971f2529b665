using System.Text.Json.Nodes;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Kernel;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>Definitions and instances for people who look, and the three things they may do to an instance that is stuck.</summary>
public sealed class WorkflowActions(ILedger ledger, IWorkflows workflows, RequestBox box, RequestActions requests, DeskLine desk)
{
    private long asked;

    public Answer Definitions() => Answers.Ok(new
    {
        definitions = ledger.Read(db => db.Query<(string Process, long Version, string Sha256, string Source, string State, string By, long At)>(
            "SELECT process, version, sha256, source, state, by, at FROM workflow_definition ORDER BY process, version DESC").Select(row => new
            {
                process = row.Process,
                version = row.Version,
                sha256 = row.Sha256,
                source = row.Source,
                state = row.State,
                by = row.By,
                at = LedgerTime.FromMicroseconds(row.At),
            }).ToList()),
    });

    public Answer Diagram(string process, int? version)
    {
        var xml = ledger.Read(db => db.QueryFirstOrDefault<string>(
            "SELECT xml FROM workflow_definition WHERE process = @process AND (version = @version OR (@version IS NULL AND state = 'published')) LIMIT 1", new { process, version }));
        return xml is null ? NotFound($"There is no version {version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "in force"} of '{process}'.") : Answers.Ok(new { process, version, xml });
    }

    public Answer Instances(string? status, int limit) => Answers.Ok(new
    {
        instances = ledger.Read(db => db.Query<InstanceRow>(
            """
            SELECT id AS Id, process AS Process, version AS Version, key AS Key, status AS Status, outcome AS Outcome, started AS Started, ended AS Ended, state AS State
            FROM workflow_instance WHERE @status IS NULL OR status = @status ORDER BY started DESC LIMIT @limit
            """, new { status, limit }).Select(Head).ToList()),
    });

    /// <summary>State, journal and diagram of one.</summary>
    public Answer Instance(string id)
    {
        var row = ledger.Read(db => db.QueryFirstOrDefault<InstanceRow>(
            "SELECT id AS Id, process AS Process, version AS Version, key AS Key, status AS Status, outcome AS Outcome, started AS Started, ended AS Ended, state AS State FROM workflow_instance WHERE id = @id", new { id }));
        if (row is null) return NotFound($"There is no instance '{id}'.");
        var journal = ledger.Read(db => db.Query<(long N, long At, string What, string Node, string Actor, string Outcome)>(
            "SELECT n, at, what, node, actor, outcome FROM workflow_event WHERE instance = @id ORDER BY n", new { id }).ToList());
        var waits = ledger.Read(db => db.Query<(long Token, string Node, string Kind, string Name, string Key, long? Due, long Attempts)>(
            "SELECT token, node, kind, name, key, due, attempts FROM workflow_wait WHERE instance = @id ORDER BY token, node", new { id }).ToList());
        var xml = ledger.Read(db => db.QueryFirst<string>("SELECT xml FROM workflow_definition WHERE process = @Process AND version = @Version", new { row.Process, row.Version }));
        return Answers.Ok(new
        {
            instance = Head(row),
            variables = FlowJson.ReadState(row.State).Vars,
            state = JsonNode.Parse(row.State),
            waits = waits.Select(wait => new { token = wait.Token, node = wait.Node, kind = wait.Kind, name = wait.Name, key = wait.Key, due = wait.Due is { } due ? LedgerTime.FromMicroseconds(due) : (DateTimeOffset?)null, attempts = wait.Attempts }),
            journal = journal.Select(one => new { n = one.N, at = LedgerTime.FromMicroseconds(one.At), what = one.What, node = one.Node, actor = one.Actor, outcome = one.Outcome }),
            diagram = xml,
        });
    }

    public async Task<Answer> Retry(Actor who, string id, int token) => Told(await workflows.Retry(new TokenCommand(NextId("retry", id), id, token, who)));

    /// <summary>Ends an instance. One that carries an approval takes two people (§3.3), whom this door does not know together: it is refused.</summary>
    public async Task<Answer> Cancel(Actor who, string id) => Told(await workflows.Cancel(NextId("cancel", id), id, who));

    /// <summary>Two people let a failed step count as <paramref name="outcome"/>, or with null end an instance that carries an approval (§3.3).</summary>
    public async Task<Answer> AskStuck(Actor who, string id, int token, string? outcome, string? reason) => requests.Pending(await box.AskStuck(who, id, token, outcome, reason));

    public Task<Answer> ConfirmStuck(Actor who, string id, string process, string? request, string? secondFactor) => requests.ConfirmOf(
        who, process, request ?? box.All.LastOrDefault(one => one.Pending && one.Process == process && one.Instance == id)?.Id, secondFactor);

    private CommandId NextId(string what, string id) => new($"{what}/{id}/{desk.Now.UtcTicks}/{Interlocked.Increment(ref asked)}");

    private Answer Told(CommandAnswer answer)
    {
        box.Forget();
        return answer is CommandAnswer.Applied or CommandAnswer.AlreadyApplied
            ? Answers.Ok(new { status = "applied", ts = desk.Now })
            : RefusalTable.Answer(RequestWords.Of(answer, "workflow"), desk.Snapshot);
    }

    private static object Head(InstanceRow row) => new
    {
        id = row.Id,
        process = row.Process,
        version = row.Version,
        key = row.Key,
        status = row.Status,
        outcome = row.Outcome,
        started = LedgerTime.FromMicroseconds(row.Started),
        ended = row.Ended is { } ended ? LedgerTime.FromMicroseconds(ended) : (DateTimeOffset?)null,
        waits_at = FlowJson.ReadState(row.State).Tokens.Select(token => token.Node),
    };

    private static Answer NotFound(string text) => Answers.Refused(StatusCodes.Status404NotFound, "not_found", text);

    private sealed record InstanceRow(string Id, string Process, long Version, string Key, string Status, string Outcome, long Started, long? Ended, string State);
}
