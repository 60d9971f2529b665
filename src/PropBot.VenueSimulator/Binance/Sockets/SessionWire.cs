namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>What a session needs of the connection it speaks through. All three only queue.</summary>
/// <param name="Send">A text frame.</param>
/// <param name="Close">WebSocket close code and reason; <see cref="Cut"/> cuts without a closing handshake.</param>
/// <param name="Ping">A ping frame; null: this door has none, and no pong is waited for.</param>
/// <param name="Caller">IP address.</param>
public sealed record SessionWire(Action<string> Send, Action<int, string> Close, Action? Ping = null, string Caller = "127.0.0.1")
{
    /// <summary>The code that stands for a lost connection; it never goes over a wire.</summary>
    public const int Cut = 1006;
}
