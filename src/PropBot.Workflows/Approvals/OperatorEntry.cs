namespace PropBot.Workflows.Approvals;

/// <summary>One person as configured: name, role and the token they present.</summary>
public sealed record OperatorEntry(string Name, Role Role, string Token)
{
    public override string ToString() => $"{Name} ({Role.Word()}, token ***)";
}
