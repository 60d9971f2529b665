namespace PropBot.Workflows.Approvals;

/// <summary>Somebody who proved who they are.</summary>
/// <param name="Shared">True for API_TOKEN and for switched-off authentication: one identity, possibly several people (R9).</param>
public sealed record Identity(string Name, Role Role, bool Shared = false)
{
    public bool MayAct => Role == Role.Operator;
}
