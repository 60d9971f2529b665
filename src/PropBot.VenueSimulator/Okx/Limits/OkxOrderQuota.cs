using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Limits;

/// <summary>What an order call does; REST and WebSocket share the buckets of each, and place, amend and cancel do not share theirs (wire-protocols §2.4).</summary>
public enum OkxOperation
{
    Place,
    Cancel,
    Amend,
}

/// <summary>The venue's limits on this account: each endpoint's, the order operations' by instrument, and 1000 new and amended orders in two seconds.</summary>
public sealed class OkxLimits
{
    private const int SinglesPerInstrument = 60;
    private const int BatchedPerInstrument = 300;
    private const int OrdersOfAccount = 1000;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    private readonly OkxWindows windows = new();

    /// <summary>Null when the call may pass; else 50011.</summary>
    /// <param name="path">Below <c>/api/v5/</c>.</param>
    public OkxError? Check(string method, string path, OkxParameters call, DateTimeOffset now)
    {
        if (!OkxQuota.Calls.TryGetValue(path, out var quota) && !OkxQuota.Calls.TryGetValue($"{method} {path}", out quota)) return null;
        var part = quota.Key switch
        {
            OkxQuotaKey.UserAndInstrument => call["instId"] ?? call["instType"],
            OkxQuotaKey.UserAndTag => call["tag"],
            _ => null,
        };
        return windows.Take($"{path}|{part}", 1, quota.Most, quota.Window, now) ? null : OkxError.TooManyRequests;
    }

    /// <summary>A batch of one counts as a single order. 50011 for the operation's own limit, 50061 for the account's (which cancels do not touch).</summary>
    /// <param name="instruments">One name an item; null for a contract that does not exist.</param>
    public OkxError? Check(OkxOperation operation, IReadOnlyList<string?> instruments, DateTimeOffset now)
    {
        if (operation != OkxOperation.Cancel && !windows.Take("account orders", instruments.Count, OrdersOfAccount, Window, now)) return OkxError.TooManyOrders;
        var (form, most) = instruments.Count == 1 ? ("one", SinglesPerInstrument) : ("batch", BatchedPerInstrument);
        return instruments.GroupBy(name => name).All(group => windows.Take($"{operation}|{form}|{group.Key}", group.Count(), most, Window, now))
            ? null
            : OkxError.TooManyRequests;
    }
}
