using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk;

/// <summary>What the desk knows of one venue now. Desk thread only.</summary>
internal sealed class VenueStatus(Venue venue)
{
    public Venue Venue { get; } = venue;
    public LinkEvent PublicLink { get; set; } = LinkEvent.Down;
    public LinkEvent PrivateLink { get; set; } = LinkEvent.Down;
    public string LinkDetail { get; set; } = "not connected yet";

    /// <summary>Since when a stream has been down; null while both are up.</summary>
    public DateTimeOffset? DownSince { get; set; }
    public ClockReading? Clock { get; set; }

    /// <summary>Readings in a row beyond the bound (R34 acts on two).</summary>
    public int ClockBreaches { get; set; }
    public Dictionary<string, BalanceFact> Balances { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, PositionFact> Positions { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, Instrument> Instruments { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, FeeRates> Fees { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, AccountSettings> Settings { get; } = new(StringComparer.Ordinal);

    /// <summary>Open orders that are not ours, by the venue's id: a dedicated account has none.</summary>
    public Dictionary<string, OrderUpdate> ForeignOrders { get; } = new(StringComparer.Ordinal);

    /// <summary>Last failure of the start-up reads, for the preflight's sentence; empty when all were read.</summary>
    public string SetupClue { get; set; } = "not read yet";
    public bool InstrumentsFresh { get; set; }

    /// <summary>The private stream was started; from here on the account is read too.</summary>
    public bool StreamsStarted { get; set; }
    public bool MarketDataStarted { get; set; }

    /// <summary>When market data starts although the private stream is not up: the market is watched without an account too (R22).</summary>
    public DateTimeOffset MarketDataAt { get; set; }

    /// <summary>Symbols whose settings and fees were asked for and answered, whatever the answer.</summary>
    public HashSet<string> SetupAnswered { get; } = new(StringComparer.Ordinal);
    public DateTimeOffset NextSetupAt { get; set; }

    /// <summary>When ReconcileFlow asks both venues next, at the latest.</summary>
    public DateTimeOffset NextAccountReadAt { get; set; }

    /// <summary>Fills and open orders since the last run have been read back from the venue.</summary>
    public bool CaughtUp { get; set; }

    /// <summary>Dead-man switches by pair; <see cref="DeadManState.WholeAccount"/> for one that covers the account.</summary>
    public SortedList<int, DeadManState> DeadMen { get; } = [];

    /// <summary>The first of them that cannot be relied on now; null while all can.</summary>
    public DeadManState? DeadManInTrouble
    {
        get
        {
            for (var i = 0; i < DeadMen.Count; i++)
                if (DeadMen.GetValueAtIndex(i) is { TroubleSince: not null } troubled) return troubled;
            return null;
        }
    }

    /// <summary>A switch was armed at least once in this process: it is there and our key may use it.</summary>
    public bool DeadManProven { get; set; }

    /// <summary>The connector has none; paper does without, no other profile does.</summary>
    public bool DeadManMissing { get; set; }
    /// <summary>Since when the private stream has been up without a break; null while it is not.</summary>
    public DateTimeOffset? PrivateUpSince { get; set; }
    public bool PrivateUp => PrivateLink == LinkEvent.Up;
    public bool IsUp => PublicLink == LinkEvent.Up && PrivateUp;
}

/// <summary>One dead-man switch as last told (R32). Desk thread only.</summary>
internal sealed class DeadManState(DeadManReading reading)
{
    public const int WholeAccount = -1;

    public DeadManReading Reading { get; set; } = reading;

    /// <summary>Since when refreshes have failed; null while they succeed.</summary>
    public DateTimeOffset? TroubleSince { get; set; }

    /// <summary>Said already that this trouble lasts.</summary>
    public bool Alerted { get; set; }

    /// <summary>The moment of firing that was acted on already.</summary>
    public DateTimeOffset? FiredAt { get; set; }
}
