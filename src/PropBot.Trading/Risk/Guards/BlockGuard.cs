namespace PropBot.Trading.Risk.Guards;

/// <summary>What must be resolved before anything is opened (R8): partial, desync, unknown order, foreign position, kill pending.</summary>
public static class BlockGuard
{
    public static RiskRefusal? Check(RiskFacts facts, RiskLimits limits) =>
        facts.Blocks.Count == 0 ? null : new RiskRefusal(facts.Blocks[0].Code, facts.Blocks[0].Text, new RiskNumber("blocks", facts.Blocks.Count, "count"));
}
