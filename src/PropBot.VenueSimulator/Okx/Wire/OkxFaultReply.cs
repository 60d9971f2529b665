using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>The error replies that a fault may ask for by name (wire-protocols §2.10).</summary>
public static class OkxFaultReply
{
    private const string Executed = "-executed";

    private static readonly Dictionary<string, OkxError> Known = new OkxError[]
    {
        OkxError.Unavailable, OkxError.EndpointTimeout, OkxError.TooManyRequests, OkxError.SystemsBusy, OkxError.SystemError, OkxError.TooManyOrders,
        OkxError.OperationTimeout, OkxError.OrderTimeout, OkxError.SocketInternal,
    }.ToDictionary(error => error.Code);

    /// <summary>Null when the fate names no reply.</summary>
    /// <exception cref="InvalidOperationException">The board let a name through that this venue does not know.</exception>
    public static OkxError? Of(CallFate fate)
    {
        if (fate.Reply is not { } name) return null;
        var code = name.EndsWith(Executed, StringComparison.Ordinal) ? name[..^Executed.Length] : name;
        return Known.GetValueOrDefault(code) ?? throw new InvalidOperationException($"OKX has no fault reply '{name}'.");
    }
}
