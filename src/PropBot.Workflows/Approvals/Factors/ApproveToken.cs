namespace PropBot.Workflows.Approvals.Factors;

public enum SecondFactorAnswer
{
    Right = 0,
    Wrong = 1,

    /// <summary>The server has no APPROVE_TOKEN, so nobody without TOTP can confirm anything.</summary>
    NotConfigured = 2,
}

/// <summary>APPROVE_TOKEN, kept as a hash and compared in constant time (R11).</summary>
public sealed class ApproveToken(TokenHash? expected)
{
    public static ApproveToken Of(string? text) => new(string.IsNullOrWhiteSpace(text) ? null : TokenHash.Of(text.Trim()));

    public SecondFactorAnswer Check(string? given)
    {
        if (expected is null) return SecondFactorAnswer.NotConfigured;
        return expected.Matches(TokenHash.Of(given?.Trim() ?? "")) ? SecondFactorAnswer.Right : SecondFactorAnswer.Wrong;
    }
}
