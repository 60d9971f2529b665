using PropBot.Trading.Amounts;
using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Positions;

/// <summary>Equity of both venues at one instant, in USDT; a row of the ledger.</summary>
public sealed record EquityRow(DateTimeOffset At, decimal Binance, decimal Okx)
{
    public decimal Total => Binance + Okx;
}

/// <summary>Money that came to (positive) or left a venue account and is no result of trading.</summary>
public sealed record TransferRow(Venue Venue, string Id, decimal Amount, string Kind, DateTimeOffset At);

/// <summary>How the day stands (R33), or why nobody can tell.</summary>
public abstract record DailyLossReading
{
    private DailyLossReading()
    {
    }

    /// <summary>What cannot be valued opens nothing.</summary>
    public sealed record CannotEvaluate(string Why) : DailyLossReading;

    /// <param name="Lost">Base plus transfers less equity; negative on a good day.</param>
    public sealed record Known(Money Lost, Money Base, DateTimeOffset BaseAt, Money Transfers, Money Equity) : DailyLossReading
    {
        public bool Reaches(decimal limit) => Lost.Amount >= limit;
    }
}

/// <summary>Equity of both venues since 00:00 UTC less transfers, unrealised included, legs netted (R33). Pure.</summary>
public static class DailyLoss
{
    public static DateTimeOffset DayStart(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    /// <summary>The last row before 00:00 UTC, so that no restart moves it; on the very first day the first row there is.</summary>
    public static EquityRow? Base(IEnumerable<EquityRow> rows, DateTimeOffset now)
    {
        var start = DayStart(now);
        EquityRow? before = null, after = null;
        foreach (var row in rows)
        {
            if (row.At < start) before = before is null || row.At > before.At ? row : before;
            else if (row.At <= now) after = after is null || row.At < after.At ? row : after;
        }

        return before ?? after;
    }

    public static DailyLossReading Evaluate(EquityRow? basis, Equity binance, Equity okx, IEnumerable<TransferRow> transfers)
    {
        if (binance is Equity.Unknown b) return new DailyLossReading.CannotEvaluate($"binance: {b.Why}");
        if (okx is Equity.Unknown o) return new DailyLossReading.CannotEvaluate($"okx: {o.Why}");
        if (basis is null) return new DailyLossReading.CannotEvaluate("no equity was recorded yet to measure the day against");
        var equity = ((Equity.Known)binance).Usdt + ((Equity.Known)okx).Usdt;
        var moved = transfers.Where(t => t.At > basis.At).Sum(t => t.Amount);
        return new DailyLossReading.Known(
            Money.OfUsdt(basis.Total + moved - equity), Money.OfUsdt(basis.Total), basis.At, Money.OfUsdt(moved), Money.OfUsdt(equity));
    }
}

/// <summary>What one venue's account is worth now, or why it cannot be told.</summary>
public abstract record Equity
{
    private Equity()
    {
    }

    public sealed record Known(decimal Usdt) : Equity;

    public sealed record Unknown(string Why) : Equity;

    /// <summary>
    /// Wallet plus Σ signed position × (mark − the venue's entry price), from one answer of the venue. A position without a fresh mark, or an
    /// answer older than <paramref name="freshFrom"/>, cannot be valued.
    /// </summary>
    public static Equity Of(BalanceFact? balance, IEnumerable<PositionFact> positions, DateTimeOffset? readAt, DateTimeOffset freshFrom, Marks marks)
    {
        if (balance is null || readAt is null) return new Unknown("the account was not read yet");
        if (readAt < freshFrom) return new Unknown("the account was not read for too long");
        var value = balance.Wallet;
        foreach (var position in positions.Where(p => p.SignedQuantity != 0m))
        {
            if (marks.Of(position.Venue, position.Symbol) is not { } mark) return new Unknown($"no fresh mark price of {position.Symbol}");
            value += position.SignedQuantity * (mark.Value - position.EntryPrice.Value);
        }

        return new Known(value);
    }
}
