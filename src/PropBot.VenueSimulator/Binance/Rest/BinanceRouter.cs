using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Faults;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Takes a call through the venue: what a fault makes of it, maintenance, limits, key and signature, then the call itself.</summary>
public sealed class BinanceRouter(BinanceRoutes routes, BinanceGate gate, BinanceLimits limits, VenueCore core)
{
    /// <summary>One REST call without faults.</summary>
    public BinanceReply Answer(BinanceRequest request)
    {
        var visit = Visit(request);
        return Told(visit, Admission(visit) ?? visit.Route!.Do(visit.Call));
    }

    /// <summary>One REST call; null: the connection is to be cut.</summary>
    public Task<BinanceReply?> Serve(BinanceRequest request) => Serve(Visit(request));

    /// <summary>The call is admitted when it arrives, delayed before the engine, so that a late one meets the engine's own look at its timestamp.</summary>
    public async Task<BinanceReply?> Serve(BinanceVisit visit)
    {
        var fate = core.Faults.Call(visit.Endpoint);
        var refusal = fate.DropRequest ? null : Admission(visit);
        if (fate.Delay > TimeSpan.Zero) await Task.Delay(fate.Delay, core.Clock);
        if (fate.DropRequest) return null;
        if (refusal is not null) return Told(visit, refusal);
        var named = fate.Reply is { } name && !(name == "-1008" && visit.IsProtective) ? name : null;
        if (named is not null && !fate.Executed) return Told(visit, Named(visit, named, fate));
        var reply = visit.Route!.Do(visit.Call);
        if (fate.DropReply) return null;
        return Told(visit, named is null ? reply : Named(visit, named, fate));
    }

    private BinanceReply Named(BinanceVisit visit, string name, CallFate fate) => NamedReplies.Of(name, limits.Of(visit.Caller), fate.BannedUntil);

    private BinanceReply Told(BinanceVisit visit, BinanceReply reply) =>
        limits.WithHeaders(reply, visit.Caller, withOrders: visit.Route is { } route && route.Orders != OrderCount.None);

    private BinanceVisit Visit(BinanceRequest request)
    {
        var route = routes.Find($"{request.Method} {request.Path}");
        var call = new BinanceCall(request);
        return new BinanceVisit($"{request.Method} {request.Path}", request.Caller, route, call, () => route?.Access switch
        {
            null => BinanceError.UnknownPath(request.Method, request.Path),
            Access.Signed => gate.Objection(request, call),
            Access.Keyed => gate.KeyObjection(request.ApiKey),
            _ => null,
        });
    }

    private BinanceReply? Admission(BinanceVisit visit)
    {
        if (limits.Of(visit.Caller).Take(visit.Route?.Weight(visit.Call) ?? 1) is { } limited) return limited;
        if (core.Faults.Maintenance && !visit.Endpoint.EndsWith(BinanceCalls.SystemStatus, StringComparison.Ordinal)) return NamedReplies.ShuttingDown;
        return visit.Objection() ?? limits.Orders.Take(visit.Route!.Orders);
    }
}
