using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>Subscriptions: one acknowledgement or refusal for each argument (wire-protocols §2.8.1).</summary>
public sealed partial class OkxSession
{
    /// <summary>Takes the topics of a channel away; false when there were none.</summary>
    public bool Forget(string channel) => topics.RemoveAll(topic => topic.Channel == channel) > 0;

    private void Subscribe(OkxFrame frame, JsonObject arg)
    {
        var topic = OkxTopic.From(arg);
        var channel = OkxChannels.Find(topic.Channel);
        if (Objection(topic, channel, arg) is { } error)
        {
            Refuse(error, frame.Id);
            return;
        }

        topics.RemoveAll(old => old.Identity == topic.Identity);
        var ack = new JsonObject { ["event"] = frame.Op, ["arg"] = arg.DeepClone(), ["connId"] = connection };
        if (frame.Id is not null) ack.Insert(0, "id", frame.Id);
        Send(ack);
        if (frame.Op == "unsubscribe") return;
        topics.Add(topic);
        if (!channel!.IsCounted || venue.Streams.MayHold(this, topic.Channel)) venue.Streams.Opened(this, topic);
    }

    private OkxSocketError? Objection(OkxTopic topic, OkxChannel? channel, JsonObject arg)
    {
        if (channel is null) return OkxSocketError.ChannelUnknown(arg);
        if (channel.Door != door)
        {
            return channel.Door == OkxDoor.Business ? OkxSocketError.OnBusinessOnly
                : door == OkxDoor.Business ? OkxSocketError.NotOnBusiness
                : OkxSocketError.ChannelUnknown(arg);
        }

        if (channel.NeedsLogin && !loggedIn) return OkxSocketError.LoginNeeded;
        if (channel.ForHigherTiers) return OkxSocketError.TierTooLow;
        return venue.Streams.Fits(topic, channel.Filter) ? null : OkxSocketError.ChannelUnknown(arg);
    }
}
