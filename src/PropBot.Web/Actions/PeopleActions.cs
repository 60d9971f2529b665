using System.Collections.Immutable;
using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>Who there is, what one person may take from another at once (R12), and a person's own second factor (R11).</summary>
public sealed class PeopleActions(PeopleBook people, RequestBox approvals, RequestActions requests, DeskLine desk)
{
    private const string Process = "operators";

    public Answer All() => Answers.Ok(new
    {
        operators = people.All().Select(person => new
        {
            name = person.Name,
            role = person.RemovedAt is null ? person.Role : null,
            source = person.Source,
            created_at = person.CreatedAt,
            created_by = person.CreatedBy,
            removed_at = person.RemovedAt,
            removed_by = person.RemovedBy,
            tokens = person.Tokens,
            totp = person.TotpEnrolled,
            telegram_users = person.TelegramUsers,
        }),
        can_loosen = people.EnoughToLoosen,
        caution = people.Caution,
        ts = desk.Now,
    });

    /// <summary>Letting somebody in, or anybody into more: asked here, made when a second operator has approved it (R12).</summary>
    public async Task<Answer> AskChange(Actor who, PeopleChangeText text, string? botToken, string? reason)
    {
        var asked = botToken is null ? text : text with { Sealed = people.SealBotToken(botToken) };
        if (asked.Change() is null) return RefusalTable.Answer("people_change_invalid", Needs(asked.Kind), desk.Snapshot);
        return await requests.Ask(who, new Wish(Process, reason, ImmutableSortedDictionary<string, string>.Empty.Add("change", asked.Text()), ["change"]));
    }

    public async Task<Answer> ConfirmChange(Actor who, string id, string? secondFactor, string? shown)
    {
        var answer = await requests.ConfirmOf(who, Process, id, secondFactor, shown);
        people.Refresh();
        return answer;
    }

    /// <summary>The change and whatever of that person was waiting for a second one are gone together.</summary>
    public async Task<Answer> Revoke(Actor who, PeopleChange change)
    {
        var refusal = await people.Tighten(who, change);
        await approvals.CloseOrphaned(name => people.Directory.MayAct(name));
        if (refusal is not null) return RefusalTable.Answer(refusal.Code, refusal.Text, desk.Snapshot);
        return Answers.Ok(new { status = "ok", name = change.Subject, done = change.Word, can_loosen = people.EnoughToLoosen, message = Consequence(change), ts = desk.Now });
    }

    public async Task<Answer> Enrol(Actor who, string? secondFactor) => Of(await people.Enrolment.Enrol(who, secondFactor));

    public async Task<Answer> Confirm(Actor who, string? code) => Of(await people.Enrolment.Confirm(who, code));

    public async Task<Answer> Disable(Actor who, string? code) => Of(await people.Enrolment.Disable(who, code));

    private Answer Of(EnrolmentAnswer answer) => answer switch
    {
        EnrolmentAnswer.Shown shown => Answers.Ok(new { otpauth_uri = shown.Uri, confirm_until = shown.ConfirmUntil, ts = desk.Now }),
        EnrolmentAnswer.Done => Answers.Ok(new { status = "ok", ts = desk.Now }),
        EnrolmentAnswer.Refused refused => RefusalTable.Answer(refused.Why, desk.Snapshot),
        _ => throw new InvalidOperationException("an enrolment is shown, done or refused"),
    };

    private static string Needs(string kind) => kind switch
    {
        "operator_added" => "operator_added needs name, role (operator, auditor, viewer) and token_sha256: the new person runs PropBot.Web operators token, keeps the token and gives you the hash.",
        "role_granted" => "role_granted needs name and role (operator, auditor, viewer).",
        "token_issued" => "token_issued needs name and token_sha256: the owner runs PropBot.Web operators token, keeps the token and gives you the hash.",
        "telegram_mapped" => "telegram_mapped needs name and telegram_user, the number of their Telegram account.",
        "totp_reset" => "totp_reset needs name.",
        "approve_token_changed" => "approve_token_changed needs token_sha256, the hash of the new APPROVE_TOKEN.",
        "telegram_bot_token_changed" => "telegram_bot_token_changed needs bot_token.",
        _ => "kind is one of operator_added, role_granted, token_issued, telegram_mapped, totp_reset, approve_token_changed, telegram_bot_token_changed; revoking takes one person (operators/{name}/revoke).",
    };

    private string Consequence(PeopleChange change) => people.EnoughToLoosen
        ? $"{change.Subject} is refused from now on. {people.Caution}".TrimEnd()
        : $"{change.Subject} is refused from now on. Fewer than two operators are left: nothing can be loosened any more, tightening goes on. {people.Caution}";
}
