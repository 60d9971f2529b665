namespace PropBot.Trading.Desk.Alerts;

/// <summary>Something a person should hear of (contract §4): a row of table <c>alert</c>, and a line of <c>ops_alerts.json</c>.</summary>
/// <param name="Kind">Machine word, snake case.</param>
/// <param name="Text">An English sentence; whoever shows it in another language goes by kind and extra.</param>
/// <param name="Extra">A JSON object with what the sentence is about; null: nothing more.</param>
/// <param name="Active">True while what it tells stands, false when it is over; null for something that merely happened.</param>
/// <param name="AlertId">Joins the alerts of one trouble: told, told again, over.</param>
public sealed record Alert(DateTimeOffset At, string Kind, string Text, string? Extra = null, bool? Active = null, string? AlertId = null);

/// <summary>Whoever carries alerts to people (Telegram). Called on the desk's thread: returns at once and never throws.</summary>
public interface IAlertSink
{
    void Tell(Alert alert);
}
