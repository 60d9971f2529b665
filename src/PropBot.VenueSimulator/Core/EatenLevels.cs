namespace PropBot.VenueSimulator.Core;

/// <summary>What takers took from one side. It comes back in three equal parts, half a second apart, as makers refill a level.</summary>
internal sealed class EatenLevels
{
    private const int Parts = 3;
    private static readonly TimeSpan PartEvery = TimeSpan.FromSeconds(0.5);
    private readonly Dictionary<decimal, (decimal Quantity, DateTimeOffset Since)> eaten = [];

    public void Eat(decimal price, decimal quantity, DateTimeOffset now)
    {
        var before = eaten.TryGetValue(price, out var known) ? Missing(known, now) : 0m;
        eaten[price] = (before + quantity, now);
    }

    /// <summary>The source's levels less what is still missing, on the step.</summary>
    public List<BookLevel> Left(List<BookLevel> raw, decimal step, DateTimeOffset now)
    {
        if (eaten.Count == 0) return [.. raw];
        foreach (var price in eaten.Where(e => Missing(e.Value, now) <= 0m).Select(e => e.Key).ToList()) eaten.Remove(price);
        var left = new List<BookLevel>(raw.Count);
        foreach (var level in raw)
        {
            if (!eaten.TryGetValue(level.Price, out var gone))
            {
                left.Add(level);
                continue;
            }

            var rest = decimal.Floor((level.Quantity - Missing(gone, now)) / step) * step;
            if (rest > 0m) left.Add(level with { Quantity = rest });
        }

        return left;
    }

    private static decimal Missing((decimal Quantity, DateTimeOffset Since) eaten, DateTimeOffset now)
    {
        var back = Math.Clamp((now - eaten.Since).Ticks / PartEvery.Ticks, 0L, Parts);
        return eaten.Quantity * (Parts - back) / Parts;
    }
}
