namespace PropBot.Workflows.Approvals;

/// <summary>What a person may do: a viewer reads, an auditor reads including audit exports, an operator acts.</summary>
public enum Role
{
    Viewer = 0,
    Auditor = 1,
    Operator = 2,
}

public static class Roles
{
    public static string Word(this Role role) => role switch
    {
        Role.Operator => "operator",
        Role.Auditor => "auditor",
        _ => "viewer",
    };

    /// <summary>Reads a role word; an unknown one is no role, so that a typo never grants anything.</summary>
    public static bool TryParse(string? text, out Role role)
    {
        role = Role.Viewer;
        switch (text?.Trim().ToLowerInvariant())
        {
            case "viewer": return true;
            case "auditor": role = Role.Auditor; return true;
            case "operator": role = Role.Operator; return true;
            default: return false;
        }
    }
}
