namespace PropBot.VenueSimulator.Core;

public enum AccountCause
{
    Deposit,
    Trade,
    Funding,
    MarginMode,
}

/// <summary>What a skin may have to push. Raised after it is durable, inside the simulation's lock: a subscriber only queues.</summary>
public abstract record VenueEvent
{
    /// <summary>An order was accepted (New, no fill), filled (with the fill), canceled, expired or amended.</summary>
    public sealed record OrderChanged(SimOrder Order, SimFill? Fill, bool Amended = false) : VenueEvent;

    /// <param name="Symbol">The symbol concerned, or null.</param>
    /// <param name="Change">Wallet change without realised profit and fee of trades: deposits and funding.</param>
    /// <param name="Position">The position after it, when a position was concerned (quantity 0 = closed now).</param>
    public sealed record AccountChanged(AccountCause Cause, string? Symbol, decimal Wallet, decimal CrossWallet, decimal Change, SimPosition? Position) : VenueEvent;

    public sealed record SettingChanged(SymbolSetting Setting) : VenueEvent;

    public sealed record BookChanged(BookDiff Diff) : VenueEvent;
}
