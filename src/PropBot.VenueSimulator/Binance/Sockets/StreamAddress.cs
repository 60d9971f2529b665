using PropBot.VenueSimulator.Binance.Wire;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>What a WebSocket address asks for. All forms of wire-protocols §1.1: class prefix or none (then public streams only), <c>/ws</c> raw or
/// <c>/stream</c> wrapped, names in the path or in <c>streams=</c>, listen keys in the path or in <c>listenKey=</c>; empty lists and junk segments do no harm.</summary>
/// <param name="Events">Which user events are wanted; empty = all.</param>
public sealed record StreamAddress(StreamClass Class, bool Wrapped, IReadOnlyList<string> Names, IReadOnlyList<string> Events)
{
    /// <summary>Null when the path is no stream address.</summary>
    public static StreamAddress? Parse(string path, string query)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries).ToList();
        var streamClass = StreamClass.Public;
        if (segments.Count > 0 && Enum.TryParse(segments[0], ignoreCase: true, out StreamClass named))
        {
            streamClass = named;
            segments.RemoveAt(0);
        }

        if (segments.Count == 0 || segments[0] is not ("ws" or "stream")) return null;
        var wrapped = segments[0] == "stream";
        var names = segments.Skip(1).ToList();
        var events = new List<string>();
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var values = new Dictionary<string, string>(StringComparer.Ordinal);
            BinanceText.Read(pair, values);
            foreach (var (name, value) in values) Take(name, value, names, events);
        }

        return new StreamAddress(streamClass, wrapped, names, events);
    }

    private static void Take(string name, string value, List<string> names, List<string> events)
    {
        var parts = value.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (name is "streams" or "listenKey") names.AddRange(parts);
        else if (name == "events") events.AddRange(parts);
    }
}
