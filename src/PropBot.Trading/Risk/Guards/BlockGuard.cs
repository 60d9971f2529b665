namespace PropBot.Trading.Risk.Guards;

/// <summary>What must be resolved before anything is opened (R8): partial, desync, unknown order, foreign position, kill pending.</summary>
public static class BlockGuard
{
    /// <summary>Of a completion: that a hedge is partial is why it is asked for.</summary>
    public static RiskRefusal? BesidePartial(RiskFacts facts, RiskLimits limits) =>
        Check(facts with { Blocks = [.. facts.Blocks.Where(block => block.Code != "partial_hedge")] }, limits);

    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits) =>
        facts.Blocks.Count == 0 ? null : new RiskRefusal(facts.Blocks[0].Code, facts.Blocks[0].Text, new RiskNumber("blocks", facts.Blocks.Count, "count"));
}
