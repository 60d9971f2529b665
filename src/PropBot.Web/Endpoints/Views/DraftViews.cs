using PropBot.Workflows.Bpmn;
using PropBot.Workflows.Publishing;

namespace PropBot.Web.Endpoints.Views;

/// <summary>Drafts, what the check says of them, and trials, as JSON.</summary>
internal static class DraftViews
{
    public static object Head(DraftLine draft) => new { process = draft.Process, version = draft.Version, sha256 = draft.Sha256, source = draft.Source, by = draft.By, at = draft.At };

    public static object Check(DraftVerdict verdict) => new
    {
        clean = verdict.Clean,
        process = verdict.Graph?.Process,
        findings = verdict.Findings.Select(one => new { rule = one.Rule, element = one.Element, name = one.Name, what = one.What, right = one.Right }),
        search = verdict.Search is not { } search ? null : new
        {
            proven = search.Proven,
            states = search.States,
            inputs = search.Inputs,
            ends = search.Ends,
            decisions_refused = search.Refused,
            loosenings = search.Loosenings,
            counterexamples = search.Counterexamples.Select(one => new { property = one.Property, element = one.Element, what = one.What, path = one.Path, sentence = DraftVerdict.Told(one) }),
        },
    };

    public static object Change(GraphChange change) => new
    {
        kind = change.Kind.ToString().ToLowerInvariant(),
        element = change.Element,
        name = change.Name,
        field = change.Field,
        before = change.Before,
        after = change.After,
        sentence = DiffWords.Sentence(change),
    };

    public static object Trial(string process, Trial trial) => new
    {
        process,
        steps = trial.Steps.Select(step => new
        {
            choice = step.Said,
            passed = step.Passed,
            loosens = step.Loosens.Select(one => new { action = one.Action, element = one.Element, approved_by = one.ApprovedBy }),
        }),
        path = trial.Steps.SelectMany(step => step.Passed).Distinct(),
        waits = trial.Waits.Select(wait => new { token = wait.Token, node = wait.Node, kind = wait.Kind.ToString().ToLowerInvariant(), name = wait.Name, key = wait.Key }),
        next = trial.Next,
        status = trial.Status,
        end = trial.Outcome,
        not_possible = trial.Stopped,
    };
}
