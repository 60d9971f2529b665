using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk.Flows;

/// <summary>Cancel-all (R4): one person, every state; answered with counts once each venue has spoken.</summary>
internal sealed class CancelFlow(DeskMemory m, DeskEffects effects)
{
    private readonly List<Asked> open = [];

    public CommandResult? On(DeskCommand.CancelAll command, CommandEnvelope envelope)
    {
        var venues = Venues.All.ToList();
        if (command.Venue is { } word)
        {
            if (!Venues.TryParse(word, out var venue)) return new CommandResult.Refused("unknown_venue", $"'{word}' is not a venue: binance or okx");
            venues = [venue];
        }

        open.Add(new Asked(envelope, venues));
        foreach (var venue in venues)
        {
            m.Runaway.CountCancel(m.Now);
            effects.CancelAll(venue);
        }

        effects.Persist("cancel_all", tx => tx.Event("WARNING", "cancel_all", "{}"));
        return null;
    }

    public void On(CancelAllDone fact)
    {
        for (var i = open.Count - 1; i >= 0; i--)
        {
            var asked = open[i];
            if (!asked.Waiting.Remove(fact.Venue)) continue;
            if (fact.Answer is VenueAnswer<int>.Got got) asked.Cancelled += got.Value;
            else asked.Failed++;
            if (asked.Waiting.Count > 0) continue;
            open.RemoveAt(i);
            asked.Envelope.Reply.TrySetResult(new CommandResult.Done(new Dictionary<string, object?> { ["cancelled"] = asked.Cancelled, ["failed"] = asked.Failed }));
        }
    }

    private sealed class Asked(CommandEnvelope envelope, List<Venue> waiting)
    {
        public CommandEnvelope Envelope { get; } = envelope;
        public List<Venue> Waiting { get; } = waiting;
        public int Cancelled { get; set; }
        public int Failed { get; set; }
    }
}
