using System.Security.Cryptography;
using System.Text.Json;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>What became of an enrolment step.</summary>
public abstract record EnrolmentAnswer
{
    private EnrolmentAnswer()
    {
    }

    /// <param name="Uri">Shown to its owner, this once.</param>
    public sealed record Shown(string Uri, DateTimeOffset ConfirmUntil) : EnrolmentAnswer;

    public sealed record Done : EnrolmentAnswer;

    public sealed record Refused(ApprovalAnswer.Refused Why) : EnrolmentAnswer;
}

/// <summary>
/// A person's own TOTP: enrol shows a secret once, a right code makes it count; putting it off or replacing it needs a code of the old one.
/// The first enrolment needs APPROVE_TOKEN: else whoever found a bearer token could make himself its second factor.
/// </summary>
public sealed class TotpEnrolment(ILedger ledger, TimeProvider clock, SecondFactors factors, string profile)
{
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromMinutes(15);

    private static readonly ApprovalAnswer.Refused Nobody = new("forbidden", "A second factor belongs to a named operator; the shared token has none.");
    private static readonly ApprovalAnswer.Refused NotPending = new("totp_not_pending", "There is no enrolment to confirm: enrol again, and confirm within 15 minutes.");
    private static readonly ApprovalAnswer.Refused NotEnrolled = new("totp_not_enrolled", "No TOTP is enrolled for you.");

    /// <summary>Refused: <c>forbidden</c>, <c>confirm_locked</c>, <c>approve_token_missing</c>, <c>invalid_token</c>, <c>ledger_unavailable</c>.</summary>
    public Task<EnrolmentAnswer> Enrol(Actor who, string? secondFactor) => Guarded(who, async name =>
    {
        if (await factors.Present(who, "TOTP_ENROL", secondFactor) is { } wrong) return new EnrolmentAnswer.Refused(wrong);
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        var now = clock.GetUtcNow();
        await ledger.Write(tx =>
        {
            TotpRows.InsertPending(tx, Box, name, secret, now);
            Audit(tx, who, "TOTP_ENROL", "shown");
        });
        return new EnrolmentAnswer.Shown(Totp.Uri(profile, name, secret), now + ConfirmWithin);
    });

    /// <summary>Refused: <c>forbidden</c>, <c>totp_not_pending</c>, <c>confirm_locked</c>, <c>invalid_token</c>, <c>ledger_unavailable</c>.</summary>
    public Task<EnrolmentAnswer> Confirm(Actor who, string? code) => Guarded(who, async name =>
    {
        var pending = false;
        var wrong = await factors.Judge(who, "TOTP_CONFIRM", async now =>
        {
            var right = false;
            await ledger.Write(tx =>
            {
                pending = TotpRows.PendingSince(tx, name) is { } since && now - since < ConfirmWithin;
                right = pending && TotpRows.Spend(tx, Box, name, "pending", code, now);
                if (right) Activate(tx, who);
            });
            return right || !pending ? SecondFactorAnswer.Right : SecondFactorAnswer.Wrong;
        });
        if (wrong is not null) return new EnrolmentAnswer.Refused(wrong);
        if (!pending) return new EnrolmentAnswer.Refused(NotPending);
        factors.Reread();
        return new EnrolmentAnswer.Done();
    });

    /// <summary>APPROVE_TOKEN counts again. Refused: <c>forbidden</c>, <c>totp_not_enrolled</c>, <c>confirm_locked</c>, <c>invalid_token</c>, <c>ledger_unavailable</c>.</summary>
    public Task<EnrolmentAnswer> Disable(Actor who, string? code) => Guarded(who, async name =>
    {
        if (!factors.IsEnrolled(name)) return new EnrolmentAnswer.Refused(NotEnrolled);
        if (await factors.Present(who, "TOTP_DISABLE", code) is { } wrong) return new EnrolmentAnswer.Refused(wrong);
        await ledger.Write(tx =>
        {
            TotpRows.Remove(tx, name);
            Audit(tx, who, "TOTP_DISABLE", "disabled");
            tx.Event("WARNING", "totp_disabled", JsonSerializer.Serialize(new { actor = name }));
        });
        factors.Reread();
        return new EnrolmentAnswer.Done();
    });

    private SealedBox Box => factors.Box ?? throw new InvalidOperationException($"enrolling needs {SealedBox.FileName}");

    private static async Task<EnrolmentAnswer> Guarded(Actor who, Func<string, Task<EnrolmentAnswer>> step)
    {
        if (who.Identity.Shared || !who.Identity.MayAct) return new EnrolmentAnswer.Refused(Nobody);
        try
        {
            return await step(who.Identity.Name);
        }
        catch (LedgerUnavailableException)
        {
            return new EnrolmentAnswer.Refused(ApprovalAnswer.Unwritable);
        }
    }

    private static void Activate(LedgerTransaction tx, Actor who)
    {
        TotpRows.Activate(tx, who.Identity.Name);
        Audit(tx, who, "TOTP_CONFIRM", "enrolled");
        tx.Event("INFO", "totp_enrolled", JsonSerializer.Serialize(new { actor = who.Identity.Name }));
    }

    private static void Audit(LedgerTransaction tx, Actor who, string action, string status) =>
        tx.Audit(who.Identity.Name, who.Identity.Role.Word(), action, who.Channel, JsonSerializer.Serialize(new { status }));
}
