using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>How connections end by the venue's will: cut off, too slow, or warned 60 s ahead of a service upgrade (wire-protocols §2.8.1).</summary>
public sealed class OkxEndings
{
    private static readonly TimeSpan Warning = TimeSpan.FromSeconds(60);

    private readonly VenueCore venue;
    private readonly OkxLater later;
    private readonly IReadOnlyList<OkxSession> sessions;

    public OkxEndings(VenueCore venue, OkxLater later, IReadOnlyList<OkxSession> sessions)
    {
        (this.venue, this.later, this.sessions) = (venue, later, sessions);
        venue.Faults.ForcedClose += CutOff;
        venue.Faults.SlowConsumer += CloseSlow;
        venue.Faults.Notice += Warn;
    }

    public void Stop()
    {
        venue.Faults.ForcedClose -= CutOff;
        venue.Faults.SlowConsumer -= CloseSlow;
        venue.Faults.Notice -= Warn;
    }

    private void CutOff(string door) => Each(door, session => session.Close(OkxSession.Cut, ""));

    private void CloseSlow(string door) => Each(door, session => session.Close(4005, "Buffer is full"));

    private void Warn(string door) => Each(door, session =>
    {
        session.Tell(new JsonObject
        {
            ["event"] = "notice",
            ["code"] = "64008",
            ["msg"] = "The connection will soon be closed for a service upgrade. Please reconnect.",
        });
        later.In(Warning, () => session.Close(1001, "Service upgrade"));
    });

    private void Each(string door, Action<OkxSession> act)
    {
        lock (venue.Gate)
        {
            foreach (var session in sessions.Where(one => door == "*" || one.Door.Word() == door).ToArray()) act(session);
        }
    }
}
