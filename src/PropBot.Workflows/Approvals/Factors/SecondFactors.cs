using System.Collections.Immutable;
using System.Text.Json;
using Dapper;
using PropBot.Trading.Ledger;

namespace PropBot.Workflows.Approvals.Factors;

/// <summary>
/// The second factor of each person (R11): their TOTP once enrolled, else APPROVE_TOKEN; five wrong ones in 15 minutes lock that identity's
/// confirm steps for 15 minutes, across restarts. Tightening never comes here.
/// </summary>
public sealed class SecondFactors
{
    private readonly ILedger ledger;
    private readonly TimeProvider clock;
    private readonly Lock gate = new();
    private readonly Dictionary<string, List<DateTimeOffset>> wrong = new(StringComparer.Ordinal);
    private ApproveToken approveToken;
    private ImmutableHashSet<string> enrolled = [];

    private SecondFactors(ILedger ledger, TimeProvider clock, ApproveToken approveToken, SealedBox? box)
    {
        (this.ledger, this.clock, this.approveToken, Box) = (ledger, clock, approveToken, box);
        foreach (var (identity, at) in WrongFactorRows.All(ledger)) WrongOf(identity).Add(at);
        Reread();
    }

    /// <summary>Null where nobody can enrol: tests without a key.</summary>
    internal SealedBox? Box { get; }

    public static SecondFactors Open(ILedger ledger, TimeProvider clock, ApproveToken approveToken, SealedBox? box = null) => new(ledger, clock, approveToken, box);

    /// <summary>True when this person's own TOTP is asked, and APPROVE_TOKEN no longer counts for them.</summary>
    public bool IsEnrolled(string name) => Volatile.Read(ref enrolled).Contains(name);

    /// <summary>
    /// Null when the factor is right; a TOTP code is then spent. Refused: <c>confirm_locked</c>, <c>approve_token_missing</c>,
    /// <c>invalid_token</c>; each with an audit row.
    /// </summary>
    /// <param name="action">The word of the audit row when it is refused, as <c>RESUME_APPROVE</c>.</param>
    /// <exception cref="LedgerUnavailableException">A TOTP code could not be marked as used, so it does not count.</exception>
    public Task<ApprovalAnswer.Refused?> Present(Actor who, string action, string? text) => Judge(who, action, now =>
        !who.Identity.Shared && IsEnrolled(who.Identity.Name)
            ? CheckCode(who.Identity.Name, text, now)
            : Task.FromResult(Volatile.Read(ref approveToken).Check(text)));

    /// <summary>What two people changed is taken from the ledger: enrolments, and an approved APPROVE_TOKEN.</summary>
    internal void Reread()
    {
        var names = ledger.Read(db => db.Query<string>("SELECT operator FROM totp WHERE state = 'active'").ToList());
        var approved = ledger.Read(db => db.QueryFirstOrDefault<byte[]>("SELECT value FROM people_secret WHERE name = 'APPROVE_TOKEN'"));
        Volatile.Write(ref enrolled, [.. names]);
        if (approved is not null) Volatile.Write(ref approveToken, new ApproveToken(TokenHash.Parse(Convert.ToHexString(approved))));
    }

    /// <summary>Locks, counts and writes down around whatever <paramref name="check"/> compares.</summary>
    internal async Task<ApprovalAnswer.Refused?> Judge(Actor who, string action, Func<DateTimeOffset, Task<SecondFactorAnswer>> check)
    {
        var (name, now) = (who.Identity.Name, clock.GetUtcNow());
        // Counted before it is compared: guesses that arrive together must not all slip in under the bound.
        if (Count(name, now) is { } until) return await Refuse(who, action, ApprovalAnswer.Locked(until - now));
        var answer = SecondFactorAnswer.NotConfigured;
        try
        {
            answer = await check(now);
        }
        finally
        {
            if (answer != SecondFactorAnswer.Wrong) Forget(name, now);
        }
        return answer switch
        {
            SecondFactorAnswer.Right => null,
            SecondFactorAnswer.NotConfigured => await Refuse(who, action, ApprovalAnswer.TokenMissing),
            _ => await Refuse(who, action, ApprovalAnswer.TokenWrong, tx => WriteWrong(tx, name, now)),
        };
    }

    private DateTimeOffset? Count(string name, DateTimeOffset now)
    {
        lock (gate)
        {
            var tries = WrongOf(name);
            if (ConfirmLockout.LockedUntil(tries, now) is { } until) return until;
            tries.RemoveAll(at => at < ConfirmLockout.ForgetBefore(now));
            tries.Add(now);
            return null;
        }
    }

    private void Forget(string name, DateTimeOffset at)
    {
        lock (gate) WrongOf(name).Remove(at);
    }

    private void WriteWrong(LedgerTransaction tx, string name, DateTimeOffset now)
    {
        WrongFactorRows.Insert(tx, name, now, ConfirmLockout.ForgetBefore(now));
        bool locks;
        lock (gate) locks = ConfirmLockout.LockedUntil(WrongOf(name), now) is not null;
        if (locks) Alert(tx, name, now);
    }

    private async Task<SecondFactorAnswer> CheckCode(string name, string? text, DateTimeOffset now)
    {
        var right = false;
        await ledger.Write(tx => right = TotpRows.Spend(tx, Box ?? throw NoKey(), name, "active", text, now));
        return right ? SecondFactorAnswer.Right : SecondFactorAnswer.Wrong;
    }

    /// <summary>A refusal stands whether or not its audit row can be written.</summary>
    private async Task<ApprovalAnswer.Refused> Refuse(Actor who, string action, ApprovalAnswer.Refused answer, Action<LedgerTransaction>? alongside = null)
    {
        try
        {
            await ledger.Write(tx =>
            {
                tx.Audit(who.Identity.Name, who.Identity.Role.Word(), action, who.Channel, JsonSerializer.Serialize(new { status = "denied", code = answer.Code }));
                alongside?.Invoke(tx);
            });
        }
        catch (LedgerUnavailableException)
        {
            // Counted in memory; the refusal itself needs no disk.
        }
        return answer;
    }

    private static void Alert(LedgerTransaction tx, string name, DateTimeOffset now)
    {
        var text = $"{name}: {ConfirmLockout.Allowed} wrong second factors in {ConfirmLockout.Window.TotalMinutes:0} minutes; confirming is locked for this identity until {now + ConfirmLockout.Lock:HH:mm:ss} UTC";
        tx.Execute("INSERT INTO alert (at, kind, text, extra, active, alert_id) VALUES (?1, 'confirm_locked', ?2, NULL, 1, ?3)", now, text, $"confirm_locked:{name}");
        tx.Event("WARNING", "confirm_locked", JsonSerializer.Serialize(new { actor = name, text }));
    }

    private static InvalidOperationException NoKey() => new($"somebody is enrolled and {SealedBox.FileName} was not opened");

    private List<DateTimeOffset> WrongOf(string identity)
    {
        if (!wrong.TryGetValue(identity, out var tries)) wrong[identity] = tries = [];
        return tries;
    }
}
