using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>Newest first, at most <c>limit</c>; <c>after</c> asks for older than that id, <c>before</c> for newer (wire-protocols §2.6, §2.7).</summary>
public static class OkxPage
{
    private const int Largest = 100;

    public static OkxReply Of<T>(OkxCall call, IEnumerable<T> newestFirst, Func<T, long> key, Func<T, DateTimeOffset> time, Func<T, JsonObject> row, int largest = Largest)
    {
        var limit = OkxText.TryInteger(call["limit"], out var asked) ? (int)Math.Clamp(asked, 1, largest) : largest;
        var chosen = newestFirst.Where(item => Between(key(item), call["before"], call["after"])
            && Between(time(item).ToUnixTimeMilliseconds(), call["begin"], call["end"], inclusive: true));
        // Newer-than pages run upwards from the named id, so the ones nearest to it are wanted.
        var page = call["before"] is not null && call["after"] is null ? chosen.Reverse().Take(limit).Reverse() : chosen.Take(limit);
        return OkxEnvelope.Data(new JsonArray([.. page.Select(row)]));
    }

    /// <summary>Greater than low and less than high, where given; inclusive counts both ends in.</summary>
    public static bool Between(long value, string? low, string? high, bool inclusive = false)
    {
        var slack = inclusive ? 1 : 0;
        return (!OkxText.TryInteger(low, out var floor) || value > floor - slack) && (!OkxText.TryInteger(high, out var ceiling) || value < ceiling + slack);
    }
}
