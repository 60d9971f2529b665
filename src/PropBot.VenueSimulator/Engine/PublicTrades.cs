using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Engine;

/// <summary>Trades between others, on a grid of 200 ms: about two a second and symbol, at the best price of one side. They take nothing off the book: what the
/// market source shows is what is left after them.</summary>
internal sealed class PublicTrades(ulong salt, VenueState state, IReadOnlyDictionary<string, VenueBook> books)
{
    private const long StepTicks = TimeSpan.TicksPerMillisecond * 200;
    private const long MostStepsAtOnce = 10;
    private const int Kept = 500;
    private const double Chance = 0.4;
    private readonly Dictionary<string, Queue<SimTrade>> recent = new(StringComparer.Ordinal);
    private long step = -1;

    /// <summary>The newest last.</summary>
    public IReadOnlyList<SimTrade> Recent(string symbol) => recent.TryGetValue(symbol, out var trades) ? [.. trades] : [];

    public IEnumerable<SimTrade> Advance(DateTimeOffset now)
    {
        var target = now.UtcTicks / StepTicks;
        if (step < 0 || target < step) step = target;
        for (step = Math.Max(step, target - MostStepsAtOnce); step < target; step++)
        {
            foreach (var book in books.Values)
            {
                if (Made(book) is not { } trade) continue;
                Remember(trade);
                yield return trade;
            }
        }
    }

    /// <summary>A fill of the account is a public trade too.</summary>
    public void Remember(SimFill fill)
    {
        // Both sides of a trade with oneself are one trade.
        if (Recent(fill.Symbol) is [.., var last] && last.Id == fill.TradeId) return;
        var buys = fill.Side == SimSide.Buy;
        Remember(new SimTrade(fill.Symbol, fill.TradeId, fill.Price, fill.Quantity, buys == fill.Maker ? SimSide.Sell : SimSide.Buy, fill.Time));
    }

    private SimTrade? Made(VenueBook book)
    {
        var key = Dice.For(0, book.Instrument.Symbol).State ^ salt;
        var fall = Dice.Fixed(key, step, 1);
        var open = book.Instrument.Status is SimInstrumentStatus.Trading or SimInstrumentStatus.ReduceOnly;
        if (fall >= Chance || !open) return null;
        var side = fall < Chance / 2 ? SimSide.Buy : SimSide.Sell;
        var levels = side == SimSide.Buy ? book.Asks : book.Bids;
        if (levels.Count == 0) return null;
        var wanted = levels[0].Quantity * (decimal)Math.Pow(Dice.Fixed(key, step, 2), 3);
        var quantity = Math.Max(book.Instrument.MinQuantity, decimal.Floor(wanted / book.Instrument.Step) * book.Instrument.Step);
        return new SimTrade(book.Instrument.Symbol, state.TakeTradeId(), levels[0].Price, quantity, side, new DateTimeOffset(step * StepTicks, TimeSpan.Zero));
    }

    private void Remember(SimTrade trade)
    {
        if (!recent.TryGetValue(trade.Symbol, out var trades)) recent[trade.Symbol] = trades = new Queue<SimTrade>();
        trades.Enqueue(trade);
        if (trades.Count > Kept) trades.Dequeue();
    }
}
