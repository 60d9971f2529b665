using System.Text.Json;

namespace PropBot.Trading.Exchanges.OkxStreams;

/// <summary>One private connection's pushes while its catch-up reads REST, and its unfinished snapshot pages. The stream's gate guards it.</summary>
internal sealed class OkxHeldPushes
{
    private const int Most = 20_000;
    private List<JsonElement>? held = [];

    public OkxSnapshotPages Pages { get; } = new();

    /// <summary>False once the catch-up is done: the push is to be told at once.</summary>
    /// <exception cref="OkxStreamException">Too many: the catch-up takes too long for this account.</exception>
    public bool TryHold(JsonElement push)
    {
        if (held is null) return false;
        if (held.Count == Most) throw new OkxStreamException("too many pushes during catch-up");
        held.Add(push);
        return true;
    }

    /// <summary>Gives out what was held, in its order, and holds nothing from now on.</summary>
    public IReadOnlyList<JsonElement> Release()
    {
        var all = held ?? [];
        held = null;
        return all;
    }
}

/// <summary>Puts a snapshot that comes in pages together (curPage, lastPage, §2.8.4): half a list must not count as the whole.</summary>
internal sealed class OkxSnapshotPages
{
    private readonly List<JsonElement> rows = [];
    private int next = 1;

    /// <summary>The rows of the whole snapshot with its last page, else null. A page out of turn drops what was gathered; the next snapshot comes soon.</summary>
    public IReadOnlyList<JsonElement>? Take(JsonElement push)
    {
        var page = (int)(push.OptionalLong("curPage") ?? 1);
        if (page == 1) rows.Clear();
        else if (page != next) next = int.MaxValue;
        if (page == 1 || page == next)
        {
            rows.AddRange(Okx.OkxWire.Items(push, "data"));
            next = page + 1;
        }

        if (next == int.MaxValue || (push.TryGetProperty("lastPage", out var last) && last.ValueKind == JsonValueKind.False)) return null;
        return [.. rows];
    }
}
