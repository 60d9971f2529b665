using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Truth;

/// <param name="Cycle">Which comparison asked; an answer to an older one is only shown.</param>
internal sealed record RoundRead(int Cycle, VenueWord Word);

/// <summary>One round of questions to one venue. A door: everything it says is a value.</summary>
internal static class VenueRound
{
    /// <param name="trades">Symbols whose trades are asked for, and since when.</param>
    public static async Task<VenueWord> Ask(IExchange exchange, IReadOnlyList<(Instrument Instrument, DateTimeOffset Since)> trades, TimeProvider clock, CancellationToken stop)
    {
        var word = new VenueWord(exchange.Venue, clock.GetUtcNow());

        // A venue that does not say what it holds is not asked on: its time-outs would only delay the comparison.
        if (await exchange.ReadAccount(stop) is not VenueAnswer<AccountState>.Got account) return word;
        word = word with { Positions = account.Value.Positions, Balances = account.Value.Balances };
        if (await exchange.ReadOpenOrders(stop) is not VenueAnswer<IReadOnlyList<OrderUpdate>>.Got orders) return word;
        var fills = new List<FillsTold>();
        foreach (var (instrument, since) in trades)
        {
            var told = await exchange.ReadFills(instrument, since, stop) as VenueAnswer<IReadOnlyList<Fill>>.Got;
            fills.Add(new FillsTold(instrument.Symbol, since, told?.Value));
        }

        return word with { OpenOrders = orders.Value, Fills = fills };
    }
}
