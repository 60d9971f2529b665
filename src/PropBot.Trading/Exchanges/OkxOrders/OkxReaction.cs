namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>What the connector does by itself when a code says so; the desk gets the refusal or the unknown as well.</summary>
internal enum OkxReaction
{
    None = 0,

    /// <summary>The endpoint's window is full: its opens wait it out.</summary>
    WaitWindow = 1,

    /// <summary>The sub-account's order rate is used up: opens of every instrument wait.</summary>
    ThrottleOrders = 2,

    /// <summary>The venue is overloaded: opens wait longer each time.</summary>
    BackOff = 3,

    /// <summary>The timestamp was refused: whoever sent it measures the clock anew and tries once more.</summary>
    ResyncClock = 4,

    /// <summary>The key is of the other environment: nothing but a new key can help.</summary>
    HardStop = 5,

    /// <summary>A fault of ours or a matter for people: said loudly in the log.</summary>
    Alert = 6,

    ReloadInstruments = 7,

    /// <summary>Orders and positions are read from REST.</summary>
    RefreshAccount = 8,

    /// <summary>The connection is of no use any more: a fresh one.</summary>
    LogInAgain = 9,

    /// <summary>The account's fee tier is too low for a fast channel: take the plain one.</summary>
    UsePlainBooks = 10,
}
