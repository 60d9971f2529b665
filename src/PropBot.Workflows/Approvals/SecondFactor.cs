namespace PropBot.Workflows.Approvals;

public enum SecondFactorAnswer
{
    Right = 0,
    Wrong = 1,

    /// <summary>The server has no APPROVE_TOKEN, so nobody can confirm anything.</summary>
    NotConfigured = 2,
}

/// <summary>APPROVE_TOKEN, kept as a hash and compared in constant time (R11).</summary>
public sealed class SecondFactor
{
    private readonly TokenHash? expected;

    public SecondFactor(string? approveToken) =>
        expected = string.IsNullOrWhiteSpace(approveToken) ? null : TokenHash.Of(approveToken.Trim());

    public SecondFactorAnswer Check(string? given)
    {
        if (expected is null) return SecondFactorAnswer.NotConfigured;
        return expected.Matches(TokenHash.Of(given?.Trim() ?? "")) ? SecondFactorAnswer.Right : SecondFactorAnswer.Wrong;
    }
}
