namespace PropBot.Trading.Exchanges.OkxOrders;

/// <summary>Client ids that left and were not clearly refused; the oldest are forgotten, long after their orders' validity has passed.</summary>
internal sealed class OkxSentIds
{
    private const int Most = 50_000;
    private readonly Lock gate = new();
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private readonly Queue<string> age = new();

    /// <summary>False: it left before.</summary>
    public bool TryAdd(string id)
    {
        lock (gate)
        {
            if (!ids.Add(id)) return false;
            age.Enqueue(id);
            if (age.Count > Most) ids.Remove(age.Dequeue());
            return true;
        }
    }

    /// <summary>It was refused, so nothing bears it.</summary>
    public void Remove(string id)
    {
        lock (gate) ids.Remove(id);
    }
}
