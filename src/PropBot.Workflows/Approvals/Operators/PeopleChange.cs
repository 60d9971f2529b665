namespace PropBot.Workflows.Approvals.Operators;

/// <summary>One change of who may do what (R12). Tokens come as hashes: their owner makes them, nobody else ever sees them.</summary>
public abstract record PeopleChange
{
    private PeopleChange()
    {
    }

    /// <summary>The word in the audit and the event journal, snake case.</summary>
    public abstract string Word { get; }

    /// <summary>Whom it is about; empty for a change of the server's own secrets.</summary>
    public abstract string Subject { get; }

    /// <summary>True: only two people together may make it.</summary>
    public virtual bool Loosens => true;

    public sealed record AddOperator(string Name, Role Role, TokenHash Token) : PeopleChange
    {
        public override string Word => "operator_added";
        public override string Subject => Name;
    }

    /// <summary>A higher role, or one again for somebody who was removed (whose tokens stay revoked).</summary>
    public sealed record GrantRole(string Name, Role Role) : PeopleChange
    {
        public override string Word => "role_granted";
        public override string Subject => Name;
    }

    public sealed record IssueToken(string Name, TokenHash Token) : PeopleChange
    {
        public override string Word => "token_issued";
        public override string Subject => Name;
    }

    public sealed record MapTelegram(long UserId, string Name) : PeopleChange
    {
        public override string Word => "telegram_mapped";
        public override string Subject => Name;
    }

    /// <summary>For somebody who lost the device: APPROVE_TOKEN counts again until they enrol anew.</summary>
    public sealed record ResetTotp(string Name) : PeopleChange
    {
        public override string Word => "totp_reset";
        public override string Subject => Name;
    }

    public sealed record ChangeApproveToken(TokenHash Token) : PeopleChange
    {
        public override string Word => "approve_token_changed";
        public override string Subject => "";
    }

    /// <param name="Sealed">The token under the key file, purpose <see cref="BotTokenPurpose"/>.</param>
    public sealed record ChangeBotToken(byte[] Sealed) : PeopleChange
    {
        public const string BotTokenPurpose = "TELEGRAM_BOT_TOKEN";
        public override string Word => "telegram_bot_token_changed";
        public override string Subject => "";
    }

    /// <summary>No role, no token, no Telegram, no second factor; the name stays taken.</summary>
    public sealed record RemovePerson(string Name) : PeopleChange
    {
        public override string Word => "operator_removed";
        public override string Subject => Name;
        public override bool Loosens => false;
    }

    public sealed record RevokeTokens(string Name) : PeopleChange
    {
        public override string Word => "tokens_revoked";
        public override string Subject => Name;
        public override bool Loosens => false;
    }

    public sealed record LowerRole(string Name, Role Role) : PeopleChange
    {
        public override string Word => "role_lowered";
        public override string Subject => Name;
        public override bool Loosens => false;
    }

    public sealed record UnmapTelegram(long UserId) : PeopleChange
    {
        public override string Word => "telegram_unmapped";
        public override string Subject => "";
        public override bool Loosens => false;
    }
}

/// <summary>Who makes a change: for two people both names, as <c>alice, approved by bob</c>.</summary>
/// <param name="Role">Goes into the audit beside the name.</param>
/// <param name="Channel"><c>api</c>, <c>web</c>, <c>host</c>, <c>workflow</c>.</param>
public sealed record PeopleHand(string By, string Role, string Channel)
{
    public static PeopleHand Of(Actor who) => new(who.Identity.Name, who.Identity.Role.Word(), who.Channel);
}

/// <summary>Why a change of people was not made; nothing was written.</summary>
public sealed record PeopleRefusal(string Code, string Text);
