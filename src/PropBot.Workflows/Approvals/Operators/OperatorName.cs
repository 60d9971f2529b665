namespace PropBot.Workflows.Approvals.Operators;

/// <summary>What a person may be called: plain letters, so that no name can be drawn like another's.</summary>
public static class OperatorName
{
    public const int Longest = 64;

    /// <summary>Names under which the desk itself, or nobody in particular, acts.</summary>
    private static readonly string[] Taken = [IdentityDirectory.SharedName, "local-dev", "system", "desk", "host", "autopilot", "source", "environment", "people"];

    /// <summary>What is wrong with it as a sentence, or null.</summary>
    public static string? WhyNot(string? name)
    {
        if (string.IsNullOrEmpty(name)) return "a name is required";
        if (name.Length > Longest) return $"a name has at most {Longest} characters";
        if (!char.IsAsciiLetterOrDigit(name[0]) || !name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '-' or '_' or '@'))
            return "a name has letters a-z, digits, and . - _ @ only, and begins with a letter or digit";
        return Taken.Contains(name, StringComparer.OrdinalIgnoreCase) ? $"the name {name} belongs to the desk itself" : null;
    }
}
