using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using PropBot.Trading.Exchanges.BinanceOrders;

namespace PropBot.Trading.Exchanges.Binance;

/// <summary>
/// What may still be sent (P28, wire protocols 1.4): weight per IP from the answers of all calls of both paths, orders per 10 s and minute and account,
/// the silence the venue asked for, and the pause of openings while it is overloaded.
/// </summary>
internal sealed partial class BinanceLimits(TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);

    /// <summary>Our minute may roll a little before the venue's.</summary>
    private static readonly TimeSpan ClockMargin = TimeSpan.FromSeconds(1);

    /// <summary>-1008 and "Service Unavailable": 200, 400, 800 ms and so on (1.10).</summary>
    private static readonly TimeSpan[] OverloadPauses = [.. new[] { 200, 400, 800, 1600 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private readonly Lock gate = new();
    private volatile Budget weight = new(2400, 300, Minute, clock);
    private volatile Budget orders10S = new(300, 60, TenSeconds, clock);
    private volatile Budget orders1M = new(1200, 200, Minute, clock);
    private DateTimeOffset openingsFrom = DateTimeOffset.MinValue;
    private int overloads;

    /// <summary>Called when the venue asks for silence of everything: until when, and its words.</summary>
    public Action<DateTimeOffset, string> Silenced { get; set; } = static (_, _) => { };

    /// <summary>No request at all before this moment; null when there is no such order.</summary>
    public DateTimeOffset? SilentUntil => weight.Rate.BannedUntil;

    /// <summary>Until when openings wait, for the reason last given; null when they may leave.</summary>
    public bool OpeningsPaused
    {
        get
        {
            lock (gate) return clock.GetUtcNow() < openingsFrom;
        }
    }

    public bool TryWeight(int amount, bool essential) => weight.Rate.TryTake(amount, essential);

    /// <param name="closing">A reduce-only order: may use the reserve, and goes while the venue throttles openings.</param>
    public bool TryOrder(bool closing) =>
        SilentUntil is null && (closing || !OpeningsPaused) && orders10S.Rate.TryTake(1, closing) && orders1M.Rate.TryTake(1, closing);

    /// <summary>Opening orders that may still leave in the narrower of both windows.</summary>
    public int OrderRoom => SilentUntil is not null || OpeningsPaused ? 0 : Math.Min(orders10S.Rate.Left, orders1M.Rate.Left);

    public string WhyNot() => SilentUntil is { } until
        ? $"the venue asked for silence until {until:O}"
        : OpeningsPaused ? "the venue is overloaded; openings pause" : "our own budget for this window is used up";

    /// <summary>The headers of every answer.</summary>
    public void Heard(HttpResponseMessage response)
    {
        Count(response, "X-MBX-USED-WEIGHT-1M", weight);
        Count(response, "X-MBX-ORDER-COUNT-10S", orders10S);
        Count(response, "X-MBX-ORDER-COUNT-1M", orders1M);
    }

    /// <summary><c>rateLimits</c> of exchangeInfo (limits) and of the WebSocket API's answers (limits and counts).</summary>
    public void Heard(JsonElement rateLimits)
    {
        if (rateLimits.ValueKind != JsonValueKind.Array) return;
        foreach (var row in rateLimits.EnumerateArray())
        {
            switch ((row.Text("rateLimitType"), row.Text("interval"), row.OptionalLong("intervalNum")))
            {
                case ("REQUEST_WEIGHT", "MINUTE", 1):
                    weight = Learned(weight, row);
                    break;
                case ("ORDERS", "SECOND", 10):
                    orders10S = Learned(orders10S, row);
                    break;
                case ("ORDERS", "MINUTE", 1):
                    orders1M = Learned(orders1M, row);
                    break;
            }
        }
    }

    private Budget Learned(Budget budget, JsonElement row)
    {
        if (row.OptionalLong("limit") is > 0 and <= int.MaxValue and var limit && limit != budget.Limit) budget = budget.With((int)limit, clock);
        if (row.OptionalLong("count") is >= 0 and <= int.MaxValue and var count) budget.Rate.Reported((int)count);
        return budget;
    }

    /// <summary>What an answer that is no success asks of us: silence, a pause of orders, or of openings.</summary>
    /// <param name="retryAfter">As the venue gave it, if it did.</param>
    public void Refused(int status, int code, string text, DateTimeOffset? retryAfter)
    {
        if (status is 418 or 429 || code is BinanceErrors.TooMuchWeight or BinanceErrors.TooManyOrders) KeepSilent(code, text, retryAfter);
        else if (code is BinanceErrors.Throttled || (code == 0 && status == 503 && text.StartsWith("Service Unavailable", StringComparison.OrdinalIgnoreCase))) Overloaded();
    }

    /// <summary>An order went through: the overload is over.</summary>
    public void OrderTaken()
    {
        if (Volatile.Read(ref overloads) == 0) return;
        lock (gate) overloads = 0;
    }

    private void Overloaded()
    {
        lock (gate)
        {
            openingsFrom = clock.GetUtcNow() + OverloadPauses[Math.Min(overloads, OverloadPauses.Length - 1)];
            overloads++;
        }
    }

    /// <summary>Until Retry-After, else the moment in the ban's text, else the end of the window (1.4).</summary>
    private void KeepSilent(int code, string text, DateTimeOffset? retryAfter)
    {
        var ordersOnly = code == BinanceErrors.TooManyOrders;
        var budget = !ordersOnly ? weight : text.Contains("MINUTE", StringComparison.OrdinalIgnoreCase) ? orders1M : orders10S;
        var until = retryAfter ?? EpochIn(text) ?? budget.Rate.WindowEnd + ClockMargin;
        budget.Rate.Ban(until);
        if (!ordersOnly) Silenced(until, text);
    }

    private static DateTimeOffset? EpochIn(string text) => BanEnd().Match(text) is { Success: true } match
        ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(match.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture))
        : null;

    private static void Count(HttpResponseMessage response, string header, Budget budget)
    {
        if (response.Headers.NonValidated.TryGetValues(header, out var values)
            && int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var used)) budget.Rate.Reported(used);
    }

    [GeneratedRegex(@"(?<=until )\d{13}")]
    private static partial Regex BanEnd();

    /// <summary>A budget and what it was made of; the venue may name another limit.</summary>
    private sealed class Budget(int limit, int reserve, TimeSpan window, TimeProvider clock)
    {
        public int Limit => limit;
        public RateBudget Rate { get; } = new(limit, reserve, window, clock);

        /// <summary>The same share in reserve; a ban goes on.</summary>
        public Budget With(int newLimit, TimeProvider time)
        {
            var next = new Budget(newLimit, (int)((long)reserve * newLimit / limit), window, time);
            next.Rate.InheritBan(Rate);
            return next;
        }
    }
}
