using System.Net.WebSockets;
using PropBot.Trading.Instruments;

namespace PropBot.Testing.Lines;

/// <summary>One HTTP request as its bytes arrive at the venue.</summary>
public sealed record LineRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => PathAndQuery.Split('?', 2)[0];
}

public sealed record LineReply(int Status, byte[] Body, IReadOnlyDictionary<string, string>? Headers = null);

/// <summary>One WebSocket connection at the venue's end.</summary>
public interface ILineSession
{
    void Receive(string text);

    /// <summary>The connection is gone, whoever ended it.</summary>
    void End();
}

/// <summary>What a venue's session may do to its connection.</summary>
/// <param name="Send">Queues one text message.</param>
/// <param name="Close">Closes with a code and a reason, behind what is queued.</param>
/// <param name="Cut">The line breaks at once: nothing queued arrives any more.</param>
public sealed record LineWires(Action<byte[]> Send, Action<int, string> Close, Action Cut);

/// <summary>A simulated venue behind in-memory transports: the real skin, without Kestrel.</summary>
public interface IVenueEnd
{
    Venue Venue { get; }

    /// <summary>Null: the venue hung up instead of answering.</summary>
    Task<LineReply?> Serve(LineRequest request);

    /// <exception cref="WebSocketException">The venue does not take this connection.</exception>
    ILineSession Accept(Uri address, LineWires wires);

    /// <summary>About every 50 ms: what its sessions say by the clock.</summary>
    void Beat();
}
