using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Engine;

namespace PropBot.Workflows.Inbox;

/// <summary>The engine's answers as codes and sentences for people.</summary>
public static class RequestWords
{
    /// <summary>Ends that a request meets before anybody is asked, by their ids in the diagrams.</summary>
    private static readonly ImmutableDictionary<(string Process, string End), ApprovalAnswer.Refused> BeforeAnybody = new Dictionary<(string, string), ApprovalAnswer.Refused>
    {
        [("resume", "blocked")] = new("blocked", "Something stands against leaving HOLD: look at the blocks."),
        [("resume", "cause_missing")] = new("root_cause_required", "This HOLD is a P0: say in root_cause what caused it before it is left (R8)."),
        [("exit-safe-mode", "refused")] = new("request_refused", "SAFE_MODE cannot be left now: look at mode and blocks."),
        [("exit-dry-run", "refused")] = new("request_refused", "DRY_RUN cannot be left now: look at mode, blocks and simulated hedges."),
        [("raise-limit", "refused")] = new("risk_limit_must_increase", "The value does not raise the limit, or there are too few samples to say what it would risk."),
    }.ToImmutableDictionary();

    /// <summary>An end that says: done, one person may.</summary>
    public static bool NeedsNobody(string process, string end) => (process, end) == ("rpi-change", "set");

    public static ApprovalAnswer.Refused Stopped(string process, string end) => BeforeAnybody.GetValueOrDefault((process, end))
        ?? new ApprovalAnswer.Refused("request_refused", $"Not asked: {end.Replace('_', ' ')}.");

    public static ApprovalAnswer.Refused Of(CommandAnswer answer, string action) => answer switch
    {
        CommandAnswer.Expired => ApprovalAnswer.Expired,
        CommandAnswer.Gone gone => new ApprovalAnswer.Refused($"{action}_request_missing", $"{gone.By} has decided this already at {gone.At:HH:mm:ss} UTC: {gone.Outcome}."),
        CommandAnswer.NotAllowed no => OfCode(no.Why),
        _ => throw new InvalidOperationException($"{answer} is no refusal"),
    };

    private static ApprovalAnswer.Refused OfCode(string why) => why switch
    {
        "same_operator" => ApprovalAnswer.SameOperator,
        "forbidden" => ApprovalAnswer.NotAnOperator,
        "state_changed" => ApprovalAnswer.StateChanged,
        "requester_lost_role" => new(why, "Whoever asked may not act any more, so the request is void: ask again."),
        "not_requester" => new(why, "Only the one who asked can take the request back; another operator rejects it."),
        "clock_jumped" => new(why, "The clock of this machine has jumped, so no deadline can be trusted: ask again."),
        "behind_approval" => new(why, "What stands behind an approval is not skipped."),
        "two_people_needed" => new(why, "This has been approved already; ending it early takes two people."),
        "unknown_instance" or "nothing_waits" => new("request_not_found", "There is no such request, or it is over."),
        _ => new(why, $"Not allowed: {why}."),
    };
}
