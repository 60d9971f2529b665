using PropBot.Trading.Control;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;
using PropBot.Trading.Opportunities;
using PropBot.Trading.Positions;
using PropBot.Trading.Strategies;

namespace PropBot.Trading.Desk.Measures;

/// <summary>
/// Looks for funding to capture once a second: funding moves slowly, and the scanner of the quotes keeps its memory to itself. Opens through
/// the same gate and flow as everything else.
/// </summary>
internal sealed class FundingFlow(DeskMemory m, OpenFlow opens, StrategyFlow strategies)
{
    private readonly Scanner scanner = new(m.Options.Opportunities, m.Options.MarketData);

    public void Tick()
    {
        if (!m.State.Opens() || !m.AutoLoop || m.Stopping || !m.Measures.Strategies[StrategyNames.Funding].Enabled) return;
        for (var pair = 0; pair < m.Books.Length; pair++)
        {
            if (!opens.MayTry(pair) || !strategies.Decide(StrategyNames.Funding).Runs) continue;
            if (!Try(pair, Venue.Binance)) Try(pair, Venue.Okx);
        }
    }

    private bool Try(int pair, Venue buy)
    {
        var hold = m.Options.Strategies.FundingHold;
        var refusal = scanner.Evaluate(
            m.Books[pair], m.Terms[pair], m.History[pair], m.Drift.Current, hold, buy, m.ScaledNotional, m.MinSpread, m.Now, out _, out var plan);
        if (refusal != EdgeRefusal.None || plan is null) return false;
        var settlements = Venues.All.Sum(venue => m.Books[pair][venue] is { NextFunding: { } next } book ? Edge.Settlements(next, book.FundingInterval, m.Now, hold) : 0);
        return FundingCapture.Decide(plan.Parts, settlements, m.Options.Strategies, m.MinSpread) is FundingCaptureMove.Open && opens.Offer(plan, StrategyNames.Funding);
    }
}
