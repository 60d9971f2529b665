using System.Globalization;
using Dapper;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Engine.Kernel;

namespace PropBot.Workflows.Publishing;

/// <summary>Drafts that wait for a second person, proven again by the program that runs now. Before the doors open: a confirmation finds its proof.</summary>
internal sealed class OpenDrafts(ILedger ledger, Drafts drafts)
{
    public const string Process = "publish-workflow";

    /// <returns>What was searched.</returns>
    public IReadOnlyList<DraftLine> Prove()
    {
        List<DraftLine> proven = [];
        foreach (var state in ledger.Read(db => db.Query<string>("SELECT state FROM workflow_instance WHERE process = @Process AND status = 'running'", new { Process }).ToList()))
        {
            var vars = FlowJson.ReadState(state).Vars;
            if (!long.TryParse(vars.GetValueOrDefault("draft"), NumberStyles.None, CultureInfo.InvariantCulture, out var version)) continue;
            if (drafts.Find(vars.GetValueOrDefault("process", ""), version) is not { } draft) continue;
            ProvenTexts.Search(WorkflowFiles.Graph(draft.Line.Process, draft.Xml));
            proven.Add(draft.Line);
        }

        return proven;
    }
}
