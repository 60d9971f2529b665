using PropBot.Trading.Amounts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Instruments;
using PropBot.Trading.Positions;
using PropBot.Trading.Reconciliation;

namespace PropBot.Trading.Desk.Partials;

/// <summary>
/// What stands of a hedge, by both venues' answers and the ledger together (R28, R29). Where they differ for a moment they are asked again;
/// where they still do, nothing is known.
/// </summary>
internal sealed class SightFlow(DeskMemory m, HedgeFlow hedges, FreshLook look)
{
    public const string Flat = "flat";
    public const string Partial = "partial";
    public const string Unknown = "unknown";

    /// <summary>A comparison under way is waited for, and then one of our own: on a slow machine each takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly List<(CommandEnvelope Envelope, string HedgeId, DateTimeOffset Since)> asked = [];

    public CommandResult? On(DeskCommand.AssessHedge command, CommandEnvelope envelope)
    {
        asked.Add((envelope, command.HedgeId, m.Now));
        look.Ask();
        return null;
    }

    public void Tick()
    {
        if (asked.Count == 0) return;
        foreach (var question in asked.ToList())
        {
            var late = m.Now - question.Since >= Patience;
            if (Answer(question.HedgeId, look.Since(question.Since), late) is not { } answer) continue;
            asked.Remove(question);
            question.Envelope.Reply.TrySetResult(answer);
        }

        if (asked.Count > 0) look.Ask();
    }

    // Null: not known yet, and there is still time.
    private CommandResult? Answer(string id, IReadOnlyList<VenueWord>? words, bool late)
    {
        if (words is null) return late ? new CommandResult.Refused("venue_dark", $"{Silent()} did not say what stands there") : null;
        var (stands, text) = Judge(id, words);
        return stands == Unknown && !late ? null : new CommandResult.Done(new Dictionary<string, object?> { ["stands"] = stands, ["text"] = text });
    }

    private (string Stands, string Text) Judge(string id, IReadOnlyList<VenueWord> words)
    {
        var hedge = m.Hedges.GetValueOrDefault(id);
        var symbol = hedge?.Symbol ?? m.Closed.FirstOrDefault(over => over.Id == id)?.Symbol;
        if (!m.Recovered) return (Unknown, "orders of the last run are not accounted for yet");
        foreach (var word in words)
            if (symbol is not null && look.Difference(word, symbol) is not 0m and var difference)
                return (Unknown, $"{word.Venue.Word()} holds {Decimals.Plain(difference)} {symbol} beyond the ledger (R29)");
        if (hedge is null) return (Flat, "it is over");
        var legs = hedge.Legs(hedges.Reference(hedge));
        if (legs.AnyWorking) return (Unknown, "an order of it is not settled yet (R31)");
        return hedge.State switch
        {
            HedgeState.Hedged => (Flat, "both legs stand"),
            HedgeState.Partial => (Partial, $"{Decimals.Plain(legs.Excess.Value)} stand on {legs.Ahead.Venue.Word()} alone"),
            _ => (Unknown, $"the desk is at work on it ({hedge.State})"),
        };
    }

    private string Silent() => string.Join(" and ", m.Venues.Where(status => !status.PrivateUp).Select(status => status.Venue.Word()).DefaultIfEmpty("a venue"));
}
