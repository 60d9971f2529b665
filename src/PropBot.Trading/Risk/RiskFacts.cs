using PropBot.Trading.Control;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Risk;

/// <summary>What the desk knows of one venue and one symbol at the moment of an opening. Null: not known, and that refuses.</summary>
public sealed record VenueRiskFacts
{
    public required Venue Venue { get; init; }

    /// <summary>Age of the top of book, by our clock.</summary>
    public required TimeSpan? BookAge { get; init; }

    /// <summary>Since the last clock reading.</summary>
    public required TimeSpan? ClockAge { get; init; }

    /// <summary>|offset| − uncertainty of the venue's clock (R34).</summary>
    public required TimeSpan? ClockExcess { get; init; }

    /// <summary>The private stream stands and its catch-up is complete (P16).</summary>
    public required bool PrivateUp { get; init; }

    public required InstrumentStatus? Status { get; init; }

    /// <summary>Why the venue's dead-man switch cannot be relied on now; empty while it can (R32).</summary>
    public required string DeadManTrouble { get; init; }

    /// <summary>USDT that new margin may bind.</summary>
    public required decimal? Available { get; init; }

    /// <summary>Maintenance margin / equity; 1 means liquidation.</summary>
    public required decimal? MarginRatio { get; init; }

    /// <summary>Notional of all our open legs on this venue, USDT, at mark.</summary>
    public required decimal? Notional { get; init; }

    /// <summary>Orders of ours that may rest there now.</summary>
    public required int OpenOrders { get; init; }

    /// <summary>Orders the venue's own limits still take in this window, the reserve for cancels and closes left out.</summary>
    public required int? OrderRoom { get; init; }
}

/// <summary>Everything the gate looks at for one opening, filled by the desk in one place.</summary>
public sealed record RiskFacts
{
    public required DeskState State { get; init; }
    public required bool PreflightDone { get; init; }
    public required string? RedPreflight { get; init; }
    public required bool LedgerWritable { get; init; }
    public required IReadOnlyList<Block> Blocks { get; init; }
    public required string Symbol { get; init; }
    public required VenueRiskFacts Buy { get; init; }
    public required VenueRiskFacts Sell { get; init; }

    /// <summary>Notional of one leg of what is to be opened, USDT.</summary>
    public required decimal NotionalUsdt { get; init; }
    public required decimal Leverage { get; init; }
    public required int OpenHedges { get; init; }

    /// <summary>A hedge counts its notional once, not per leg (contract 7.3).</summary>
    public required decimal OpenNotionalUsdt { get; init; }

    public required decimal OpenNotionalOfSymbolUsdt { get; init; }

    /// <summary>The buy venue of hedges already open on this symbol, over all strategies; null when none (R24).</summary>
    public required Venue? OpenDirectionBuy { get; init; }

    /// <summary>|long − short| of the coin over both venues as they report it, USDT at mark.</summary>
    public required decimal? NetDeltaUsdt { get; init; }

    /// <summary>Equity lost since 00:00 UTC, positive for a loss (R33); null when marks are stale or a venue is dark.</summary>
    public required decimal? DailyLossUsdt { get; init; }

    /// <summary>Unrealised loss of all open hedges, positive for a loss.</summary>
    public required decimal? UnrealisedLossUsdt { get; init; }

    /// <summary>Basis VaR over 24 h of what is open (rulings §4).</summary>
    public required decimal? VarDayUsdt { get; init; }

    /// <summary>Orders of the present sliding minute (R35).</summary>
    public required int OrdersThisMinute { get; init; }

    /// <summary>Until when the pair stands still after unwound opens (P10); null when it does not.</summary>
    public required DateTimeOffset? QuarantinedUntil { get; init; }
    public required DateTimeOffset Now { get; init; }
    public required EdgeFacts Edge { get; init; }
    public required WatchFacts Watch { get; init; }
}
