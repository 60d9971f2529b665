using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Limits;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>All open connections, what they get when they subscribe, and what each event of the core becomes for them. Everything here runs inside the
/// simulation's lock, so a snapshot and the updates after it never miss each other.</summary>
public sealed class OkxStreams
{
    private const int MostConnectionsOfChannel = 30;

    private readonly VenueCore venue;
    private readonly OkxListing listing;
    private readonly OkxOrderCalls orders;
    private readonly MarketPushes publicly;
    private readonly CandlePushes candles;
    private readonly AccountPushes privately;
    private readonly OkxTape tape;
    private readonly OkxEndings endings;
    private readonly List<OkxSession> sessions = [];

    public OkxStreams(VenueCore venue, OkxListing listing, OkxMarket market, OkxOrderCalls orders, OkxPushSide side)
    {
        (this.venue, this.listing, this.orders) = (venue, listing, orders);
        publicly = new MarketPushes(venue, listing, market, sessions);
        tape = market.Tape;
        candles = new CandlePushes(venue, listing, tape, sessions);
        privately = new AccountPushes(venue, listing, sessions, side);
        endings = new OkxEndings(venue, side.Later, sessions);
        foreach (var contract in listing.All) tape.Observe(contract);
        venue.Happened += On;
    }

    public void Attach(OkxSession session)
    {
        lock (venue.Gate) sessions.Add(session);
    }

    public void Detach(OkxSession session)
    {
        lock (venue.Gate) sessions.Remove(session);
    }

    public bool Fits(OkxTopic topic, OkxFilter filter) => filter switch
    {
        OkxFilter.Index => listing.FindEither(topic.InstId) is { } of && of.Family == topic.InstId,
        _ when topic.InstId is { } id && listing.Find(id) is null => false,
        OkxFilter.Instrument => topic.InstId is not null,
        OkxFilter.InstrumentType => topic.InstType is not null,
        _ => true,
    };

    /// <summary>Tells the connection how many hold this channel; the one too many loses it again (wire-protocols §2.4).</summary>
    public bool MayHold(OkxSession session, string channel)
    {
        var count = sessions.Count(one => one.Topics.Any(topic => topic.Channel == channel));
        var tooMany = count > MostConnectionsOfChannel;
        session.Tell(new JsonObject
        {
            ["event"] = tooMany ? "channel-conn-count-error" : "channel-conn-count",
            ["channel"] = channel,
            ["connCount"] = OkxText.Id(tooMany ? MostConnectionsOfChannel : count),
        });
        if (tooMany) session.Forget(channel);
        return !tooMany;
    }

    /// <summary>A subscription was acknowledged: what it begins with.</summary>
    public void Opened(OkxSession session, OkxTopic topic)
    {
        publicly.Begin(session, topic);
        candles.Begin(session, topic);
        privately.Begin(session, topic);
    }

    /// <summary>Order operations of a WebSocket: <c>code</c>, <c>msg</c>, <c>data</c>, <c>inTime</c>, <c>outTime</c> (wire-protocols §2.8.5).</summary>
    public JsonObject Trade(OkxFrame frame)
    {
        var items = frame.Args.Select(OkxParameters.FromJson).Select(words => new OkxOrderItem(words, listing.FindCode(words["instIdCode"]))).ToList();
        var refusal = frame.Op == "mass-cancel" ? OkxError.AccountMode
            : items.Exists(item => item.Words["instIdCode"] is null) ? OkxError.ParameterEmpty("instIdCode")
            : null;
        var operation = frame.Op switch
        {
            "order" or "batch-orders" => OkxOperation.Place,
            "cancel-order" or "batch-cancel-orders" => OkxOperation.Cancel,
            _ => OkxOperation.Amend,
        };
        var (answer, error) = refusal is null ? orders.Do(operation, items, frame.ExpTime, frame.Arrived, bySocket: true) : (null, refusal);
        return answer ?? new JsonObject { ["code"] = error!.Code, ["msg"] = error.Message, ["data"] = new JsonArray() };
    }

    /// <summary>Whatever comes by the clock and not by an event: silence, quiet books, funding and periodic snapshots.</summary>
    public void Tick()
    {
        lock (venue.Gate)
        {
            foreach (var contract in listing.All) tape.Observe(contract);
            foreach (var session in sessions.ToArray()) session.CheckSilence();
            candles.Tick();
            publicly.Tick();
            privately.Tick();
        }
    }

    public void Stop() => endings.Stop();

    private void On(VenueEvent happened)
    {
        switch (happened)
        {
            case VenueEvent.BookChanged { Diff: var diff } when sessions.Count > 0:
                publicly.Push(diff);
                break;
            case VenueEvent.OrderChanged { Fill: { } fill } change:
                Trade(OkxTape.PublicOf(fill));
                if (change.Order.Origin == SimOrderOrigin.Liquidation) publicly.PushLiquidation(fill);
                break;
            case VenueEvent.Traded { Trade: var trade }:
                Trade(trade);
                break;
            case VenueEvent.InstrumentChanged change:
                publicly.PushInstrument(listing.Update(change.After));
                break;
            case VenueEvent.FundingClockChanged { Clock: var clock }:
                publicly.PushFunding(clock.Symbol);
                break;
        }

        if (sessions.Count > 0) privately.Push(happened);
    }

    private void Trade(SimTrade trade)
    {
        tape.Add(trade);
        if (sessions.Count > 0) publicly.Push(trade);
    }
}
