using System.Security.Cryptography;
using System.Text;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine;
using PropBot.Workflows.Engine.Store;

namespace PropBot.Workflows.Publishing;

/// <param name="Source"><c>git</c> or <c>designer</c>.</param>
public sealed record DraftLine(string Process, long Version, string Sha256, string Source, string By, DateTimeOffset At);

/// <summary>What became of a wish about drafts.</summary>
public abstract record DraftAnswer
{
    private DraftAnswer()
    {
    }

    /// <param name="Fresh">False: the same text was a draft already.</param>
    public sealed record Kept(DraftLine Draft, bool Fresh) : DraftAnswer;

    public sealed record Deleted : DraftAnswer;

    /// <param name="Code"><c>draft_not_found</c>, <c>draft_from_file</c>, <c>too_many_drafts</c>.</param>
    public sealed record No(string Code, string Text) : DraftAnswer;
}

/// <summary>Texts that may become versions. Keeping one changes nothing that runs.</summary>
public sealed class Drafts(ILedger ledger, TimeProvider clock)
{
    /// <summary>Of one text. Our largest file has a tenth of it.</summary>
    public const int MostBytes = 512 * 1024;

    /// <summary>Drafts from the designer in the store, over all processes.</summary>
    public const int Most = 50;

    private const string Columns = "process AS Process, version AS Version, sha256 AS Sha256, source AS Source, by AS By, at AS At";

    /// <param name="xml">Parsed before: it is the text of <paramref name="process"/>.</param>
    public async Task<DraftAnswer> Keep(string process, string xml, string by, string role, string channel)
    {
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(xml)));
        DraftAnswer answer = new DraftAnswer.No("too_many_drafts", $"There are {Most} drafts already: delete one that nobody needs.");
        await ledger.Write(tx =>
        {
            if (DefinitionRows.WithText(tx, process, sha256) is { State: "draft" } same)
            {
                answer = new DraftAnswer.Kept(Line(tx, process, same.Version)!, Fresh: false);
                return;
            }

            if ((long)tx.Scalar("SELECT count(*) FROM workflow_definition WHERE state = 'draft' AND source = 'designer'")! >= Most) return;
            var made = DefinitionRows.InsertDraft(tx, process, sha256, xml, Definitions.FromDesigner, by, clock.GetUtcNow());
            tx.Audit(by, role, "workflow.draft", channel, $$"""{"process":"{{process}}","version":{{made.Version}},"sha256":"{{sha256}}"}""");
            answer = new DraftAnswer.Kept(Line(tx, process, made.Version)!, Fresh: true);
        });
        return answer;
    }

    public async Task<DraftAnswer> Delete(string process, long version, string by, string role, string channel)
    {
        DraftAnswer answer = new DraftAnswer.No("draft_not_found", $"There is no draft {version} of '{process}'.");
        await ledger.Write(tx =>
        {
            if (DefinitionRows.One(tx, process, version) is not { State: "draft" } draft) return;
            if (draft.Source == Definitions.FromGit)
            {
                answer = new DraftAnswer.No("draft_from_file", "This draft is a file of workflows/ that was changed on disk: it would come back at the next start. Put the file back instead.");
                return;
            }

            tx.Execute("DELETE FROM workflow_definition WHERE process = ?1 AND version = ?2 AND state = 'draft'", process, version);
            tx.Audit(by, role, "workflow.draft-deleted", channel, $$"""{"process":"{{process}}","version":{{version}},"sha256":"{{draft.Sha256}}"}""");
            answer = new DraftAnswer.Deleted();
        });
        return answer;
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<DraftLine> All() => ledger.Read(db =>
        db.Query<Row>($"SELECT {Columns} FROM workflow_definition WHERE state = 'draft' ORDER BY at DESC, process, version DESC").Select(row => row.Line()).ToList());

    /// <returns>Null when there is no such draft.</returns>
    public (DraftLine Line, string Xml)? Find(string process, long version) => ledger.Read<(DraftLine, string)?>(db =>
        db.QuerySingleOrDefault<Row>($"SELECT {Columns}, xml AS Xml FROM workflow_definition WHERE state = 'draft' AND process = @process AND version = @version", new { process, version }) is { } row
            ? (row.Line(), row.Xml)
            : null);

    /// <summary>The text of any version; null = the published one.</summary>
    public (long Version, string Xml)? Text(string process, long? version) => ledger.Read<(long, string)?>(db =>
        db.QuerySingleOrDefault<Row>(
            $"SELECT {Columns}, xml AS Xml FROM workflow_definition WHERE process = @process AND (version = @version OR (@version IS NULL AND state = 'published'))",
            new { process, version }) is { } row ? (row.Version, row.Xml) : null);

    public IReadOnlyList<string> Published() => ledger.Read(db => db.Query<string>("SELECT process FROM workflow_definition WHERE state = 'published' ORDER BY process").ToList());

    private static DraftLine? Line(LedgerTransaction tx, string process, long version) =>
        tx.Rows("SELECT process, version, sha256, source, by, at FROM workflow_definition WHERE process = ?1 AND version = ?2", process, version) is [var row]
            ? new DraftLine((string)row[0]!, (long)row[1]!, (string)row[2]!, (string)row[3]!, (string)row[4]!, LedgerTime.FromMicroseconds((long)row[5]!))
            : null;

    private sealed class Row
    {
        public string Process { get; init; } = "";
        public long Version { get; init; }
        public string Sha256 { get; init; } = "";
        public string Source { get; init; } = "";
        public string By { get; init; } = "";
        public long At { get; init; }
        public string Xml { get; init; } = "";

        public DraftLine Line() => new(Process, Version, Sha256, Source, By, LedgerTime.FromMicroseconds(At));
    }
}
