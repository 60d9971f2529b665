using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>One name a connection asked for, and how far it has been served.</summary>
/// <param name="stream">Null: nothing comes of it (unknown, or of another class).</param>
internal sealed class Subscription(string name, StreamName? stream)
{
    public string Name => name;
    public StreamName? Stream => stream;

    /// <summary>The last change of the book that was sent.</summary>
    public long Sequence { get; set; }
    public DateTimeOffset NextAt { get; set; }

    /// <summary>Of a listen key: its end was told.</summary>
    public bool Ended { get; set; }

    /// <summary>The candle sent last.</summary>
    public Bar? Bar { get; set; }

    /// <summary>Trades that wait for the next aggregate.</summary>
    public List<PublicTrade> Trades { get; } = [];

    /// <summary>The latest liquidation of each symbol in this second.</summary>
    public Dictionary<string, SimOrder> Forced { get; } = new(StringComparer.Ordinal);
}
