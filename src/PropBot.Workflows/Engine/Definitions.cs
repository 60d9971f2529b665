using System.Security.Cryptography;
using System.Text;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Actions;
using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Engine;

/// <summary>A file of <c>workflows/</c> that the parser and the lint have accepted.</summary>
/// <param name="MayPublish">False: a draft at most, since something was found against it.</param>
public sealed record DefinitionFile(string Process, string Xml, bool MayPublish = true);

/// <summary>Files become versions. Running instances keep theirs.</summary>
public sealed class Definitions(ILedger ledger, TimeProvider clock, GraphCache graphs)
{
    public const string FromGit = "git";
    public const string FromDesigner = "designer";

    private const string LastTaken = "SELECT sha256 FROM workflow_definition WHERE process = @process AND source = 'git' ORDER BY version DESC LIMIT 1";

    /// <summary>
    /// Takes what lies in the folder at start. A text that differs from the last one taken is a draft (§3.3); the very first texts of an
    /// empty store are published, and in paper a changed one is too when the published version came from git as well.
    /// </summary>
    /// <returns>The new versions.</returns>
    public async Task<IReadOnlyList<DefinitionVersion>> TakeFiles(IReadOnlyList<DefinitionFile> files, bool paper)
    {
        List<DefinitionVersion> taken = [];
        await ledger.Write(tx =>
        {
            taken.Clear();
            var first = !DefinitionRows.Any(tx);
            foreach (var file in files)
                if (Take(tx, file, first, paper) is { } version) taken.Add(version);
        });
        return taken;
    }

    /// <summary>Its text is not the one that was taken last.</summary>
    public bool IsNews(DefinitionFile file) => ledger.Read(db => db.ExecuteScalar<string?>(LastTaken, new { process = file.Process })) != Sha256(file.Xml);

    /// <summary>A draft from the designer.</summary>
    public async Task<DefinitionVersion> Draft(string process, string xml, string by)
    {
        graphs.Read(process, xml);
        DefinitionVersion? made = null;
        await ledger.Write(tx => made = DefinitionRows.InsertDraft(tx, process, Sha256(xml), xml, FromDesigner, by, clock.GetUtcNow()));
        return made!;
    }

    /// <summary>Makes one version the published one; the one before is retired. Loosening: called by the action behind the approval only.</summary>
    /// <returns>False when there is no such version, or it is the published one.</returns>
    public static bool Publish(LedgerTransaction transaction, string process, long version, string by, DateTimeOffset at) =>
        DefinitionRows.Publish(transaction, process, version, by, at);

    public IReadOnlyList<DefinitionVersion> All() => ledger.Read(db => db
        .Query<(string Process, long Version, string Sha256, string Source, string State)>(
            "SELECT process, version, sha256, source, state FROM workflow_definition ORDER BY process, version")
        .Select(row => new DefinitionVersion(row.Process, row.Version, row.Sha256, row.Source, row.State)).ToList());

    /// <summary>What a live version (published, or with running instances) names and this program does not have. Empty, or the start is refused.</summary>
    public IReadOnlyList<string> Missing(ActionTable actions)
    {
        var live = ledger.Read(db => db.Query<(string Process, long Version, string Sha256, string Xml)>(
            """
            SELECT process, version, sha256, xml FROM workflow_definition d WHERE state = 'published'
              OR EXISTS (SELECT 1 FROM workflow_instance i WHERE i.process = d.process AND i.version = d.version AND i.status = 'running')
            ORDER BY process, version
            """).ToList());
        var published = All().Where(version => version.State == "published").Select(version => version.Process).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. from version in live
               let graph = graphs.Get(version.Process, version.Sha256, () => version.Xml)
               from node in graph.Nodes
               let problem = Problem(node, actions, published)
               where problem is not null
               select $"{version.Process} version {version.Version}, {node.Id}: {problem}",
        ];
    }

    private static string? Problem(Node node, ActionTable actions, HashSet<string> published) => node.Kind switch
    {
        NodeKind.Action when actions.Find(node.Action ?? "") is null => $"there is no action '{node.Action}'",
        NodeKind.CallActivity when !published.Contains(node.Called ?? "") => $"there is no published process '{node.Called}'",
        _ => null,
    };

    private DefinitionVersion? Take(LedgerTransaction tx, DefinitionFile file, bool first, bool paper)
    {
        var sha256 = Sha256(file.Xml);
        if (tx.Scalar(LastTaken.Replace("@process", "?1", StringComparison.Ordinal), file.Process) as string == sha256) return null;
        graphs.Read(file.Process, file.Xml);
        var now = clock.GetUtcNow();
        var published = DefinitionRows.Published(tx, file.Process);
        var draft = DefinitionRows.InsertDraft(tx, file.Process, sha256, file.Xml, FromGit, "file", now);
        if (!file.MayPublish || (!first && !(paper && published is null or { Source: FromGit }))) return draft;
        DefinitionRows.Publish(tx, file.Process, draft.Version, "file", now);
        tx.Audit("system", "system", "workflow.publish", "start", $$"""{"process":"{{file.Process}}","version":{{draft.Version}},"sha256":"{{sha256}}"}""");
        return draft with { State = "published" };
    }

    private static string Sha256(string xml) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(xml)));
}
