namespace PropBot.VenueSimulator.Core;

public enum AccountCause
{
    Deposit,
    Trade,
    Funding,
    MarginMode,

    /// <summary>The owner added to the margin of an isolated position or took from it.</summary>
    MarginTransfer,
    Liquidation,
    Adl,
}

/// <summary>What a skin may have to push. Raised after it is durable, inside the simulation's lock: a subscriber only queues.</summary>
public abstract record VenueEvent
{
    /// <summary>An order was accepted (New, no fill), filled (with the fill), canceled, expired or amended.</summary>
    public sealed record OrderChanged(SimOrder Order, SimFill? Fill, bool Amended = false) : VenueEvent
    {
        /// <summary>How an amendment ended; also told with an order that did not change, when the amendment failed after it was accepted.</summary>
        public SimAmendNote? Amendment { get; init; }
    }

    /// <param name="Symbol">The symbol concerned, or null.</param>
    /// <param name="Change">Wallet change without realised profit and fee of trades: deposits and funding.</param>
    /// <param name="Position">The position after it, when a position was concerned (quantity 0 = closed now).</param>
    public sealed record AccountChanged(AccountCause Cause, string? Symbol, decimal Wallet, decimal CrossWallet, decimal Change, SimPosition? Position) : VenueEvent;

    public sealed record SettingChanged(SymbolSetting Setting) : VenueEvent;

    public sealed record BookChanged(BookDiff Diff) : VenueEvent;

    /// <summary>A trade between others. The account's own are told by <see cref="OrderChanged"/>.</summary>
    public sealed record Traded(SimTrade Trade) : VenueEvent;

    /// <summary>Steps, minimum, status or announced changes of an instrument are others now.</summary>
    public sealed record InstrumentChanged(SimInstrument Before, SimInstrument After) : VenueEvent;

    public sealed record FundingClockChanged(FundingClock Clock) : VenueEvent;

    /// <summary>The key ended before its time (the fault board); nothing more may be said on its stream after the skin told so.</summary>
    public sealed record ListenKeyExpired(string Key) : VenueEvent;
}
