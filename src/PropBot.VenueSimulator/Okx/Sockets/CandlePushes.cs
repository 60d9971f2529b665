using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Core;
using PropBot.VenueSimulator.Okx.Rows;
using PropBot.VenueSimulator.Okx.Tape;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>The candle channels of the business address: the present candle every second, and each once more when it is finished.</summary>
public sealed class CandlePushes(VenueCore venue, OkxListing listing, OkxTape tape, IReadOnlyList<OkxSession> sessions)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    private DateTimeOffset lastSent;

    /// <summary>The width after the prefix must be one that OKX has.</summary>
    public static bool Fits(string channel) => Parts(channel) is not null;

    public static bool IsIndex(string channel) => channel.StartsWith("index-", StringComparison.Ordinal);

    public void Begin(OkxSession session, OkxTopic topic)
    {
        if (Parts(topic.Channel) is { } parts && listing.FindEither(topic.InstId) is { } contract) Send(session, topic, contract, parts);
    }

    public void Tick()
    {
        if (venue.Now - lastSent < Every) return;
        lastSent = venue.Now;
        foreach (var session in sessions.Where(session => session.Door == OkxDoor.Business))
        {
            foreach (var topic in session.Topics.ToArray()) Begin(session, topic);
        }
    }

    private void Send(OkxSession session, OkxTopic topic, OkxContract contract, (OkxPriceKind Kind, OkxBarWidth Width) parts)
    {
        var bars = tape.Bars(contract.Symbol, parts.Kind).Of(parts.Width);
        if (bars.Count == 0) return;
        var isNew = topic.CandleAt is { } before && before < bars[0].Start;
        if (isNew && bars.Count > 1) Send(session, topic, contract, parts, bars[1]);
        topic.CandleAt = bars[0].Start;
        Send(session, topic, contract, parts, bars[0]);
    }

    private void Send(OkxSession session, OkxTopic topic, OkxContract contract, (OkxPriceKind Kind, OkxBarWidth Width) parts, OkxBar bar) =>
        session.Push(topic, new JsonArray(CandleRow.Of(bar, parts.Width, parts.Kind, contract, venue.Now)));

    private static (OkxPriceKind Kind, OkxBarWidth Width)? Parts(string channel)
    {
        foreach (var prefix in OkxChannels.CandlePrefixes)
        {
            if (!channel.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var kind = prefix switch { "candle" => OkxPriceKind.Last, "index-candle" => OkxPriceKind.Index, _ => OkxPriceKind.Mark };
            return OkxBarWidth.Parse(channel[prefix.Length..]) is { } width ? (kind, width) : null;
        }

        return null;
    }
}
