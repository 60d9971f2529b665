using PropBot.Workflows.Approvals;
using PropBot.Workflows.Approvals.Factors;
using PropBot.Workflows.Approvals.Operators;
using PropBot.Workflows.Inbox;

namespace PropBot.Web.Actions;

/// <summary>Who there is, what one person may take from another at once (R12), and a person's own second factor (R11).</summary>
public sealed class PeopleActions(PeopleBook people, RequestBox approvals, DeskLine desk)
{
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
        ts = desk.Now,
    });

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

    private string Consequence(PeopleChange change) => people.EnoughToLoosen
        ? $"{change.Subject} is refused from now on."
        : $"{change.Subject} is refused from now on. Fewer than two operators are left: nothing can be loosened any more, tightening goes on.";
}
