namespace PropBot.Trading.Watchdogs;

/// <summary>A condition under which nothing may go on.</summary>
/// <param name="Reason">The HOLD reason, in the words of the runbook and the contract.</param>
/// <param name="Text">For people, with the numbers that were compared.</param>
public sealed record Breach(string Reason, string Text);
