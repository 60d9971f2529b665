using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>All open connections, what they get when they subscribe, and what each event of the core becomes for them. Everything here runs inside the
/// simulation's lock, so a snapshot and the updates after it never miss each other.</summary>
public sealed class OkxStreams
{
    private readonly VenueCore venue;
    private readonly OkxListing listing;
    private readonly OkxTrading trading;
    private readonly MarketPushes publicly;
    private readonly AccountPushes privately;
    private readonly List<OkxSession> sessions = [];

    public OkxStreams(VenueCore venue, OkxListing listing, OkxMarket market, OkxTrading trading)
    {
        (this.venue, this.listing, this.trading) = (venue, listing, trading);
        publicly = new MarketPushes(venue, listing, market, sessions);
        privately = new AccountPushes(venue, listing, sessions);
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

    public bool Knows(string instId) => listing.Find(instId) is not null;

    /// <summary>A subscription was acknowledged: what it begins with.</summary>
    public void Opened(OkxSession session, OkxTopic topic)
    {
        publicly.Begin(session, topic);
        privately.Begin(session, topic);
    }

    /// <summary>Order operations of a WebSocket: <c>code</c>, <c>msg</c>, <c>data</c>, <c>inTime</c>, <c>outTime</c> (wire-protocols §2.8.5).</summary>
    public JsonObject Trade(OkxFrame frame)
    {
        var arrived = venue.Clock.GetUtcNow();
        var items = frame.Args.Select(OkxParameters.FromJson).ToList();
        var refusal = OkxDeadline.Check(frame.ExpTime, arrived)
            ?? (items.Exists(item => item["instIdCode"] is null) ? OkxError.ParameterEmpty("instIdCode") : null);
        if (refusal is not null) return new JsonObject { ["code"] = refusal.Code, ["msg"] = refusal.Message, ["data"] = new JsonArray() };
        Func<OkxParameters, OkxContract?, JsonObject> act = frame.Op switch
        {
            "order" or "batch-orders" => trading.Place,
            "cancel-order" or "batch-cancel-orders" => trading.Cancel,
            _ => trading.Amend,
        };
        return OkxEnvelope.Trade(new JsonArray([.. items.Select(item => act(item, listing.FindCode(item["instIdCode"])))]), arrived, venue.Clock.GetUtcNow());
    }

    /// <summary>Whatever comes by the clock and not by an event: silence, quiet books, funding and periodic snapshots.</summary>
    public void Tick()
    {
        lock (venue.Gate)
        {
            foreach (var session in sessions.ToArray()) session.CheckSilence();
            publicly.Tick();
            privately.Tick();
        }
    }

    private void On(VenueEvent happened)
    {
        if (sessions.Count == 0) return;
        if (happened is VenueEvent.BookChanged book)
        {
            publicly.Push(book.Diff);
            return;
        }

        if (happened is VenueEvent.OrderChanged { Fill: { } fill }) publicly.Push(fill);
        privately.Push(happened);
    }
}
