using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Okx.Orders;

/// <summary>The amendment at work: what its push must repeat of the request (wire-protocols §2.8.4).</summary>
public sealed class OkxAmending
{
    /// <summary>Empty when nothing is being amended or the request had none.</summary>
    public string RequestId { get; private set; } = "";

    /// <summary>"1" or "-1" while an amendment that failed after it was accepted is told; else null.</summary>
    public string? Failure { get; private set; }

    /// <summary>An order that stays as it was, because its amendment failed after it was accepted.</summary>
    public event Action<SimOrder>? Refused;

    public void Refuse(SimOrder order, string? requestId) => During(requestId, "-1", () =>
    {
        Refused?.Invoke(order);
        return order;
    });

    public T During<T>(string? requestId, string? failure, Func<T> act)
    {
        (RequestId, Failure) = (requestId ?? "", failure);
        try
        {
            return act();
        }
        finally
        {
            (RequestId, Failure) = ("", null);
        }
    }
}
