using System.Collections.Concurrent;
using System.Security.Cryptography;
using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>A browser that showed a token. Its hash stays here, so that revoking it ends the session at the next request.</summary>
public sealed class Session(string id, TokenHash token, string csrf, DateTimeOffset startedAt)
{
    public string Id { get; } = id;
    public TokenHash Token { get; } = token;
    public string Csrf { get; } = csrf;
    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>The language chosen on the page; null follows PROPBOT_LANG.</summary>
    public string? Language { get; set; }

    /// <summary>What the last form had to say; shown once.</summary>
    public string? Said { get; set; }

    public string? TakeSaid()
    {
        var said = Said;
        Said = null;
        return said;
    }
}

/// <summary>Sessions live in memory for twelve hours; a restart logs everybody out.</summary>
public sealed class Sessions(IdentityDirectory directory, TimeProvider clock)
{
    public const string Cookie = "propbot_session";
    public const int Most = 1000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private readonly ConcurrentDictionary<string, Session> open = new(StringComparer.Ordinal);

    /// <summary>A new session, or null when nobody known holds this token.</summary>
    public Session? Start(string? token)
    {
        if (directory.Find(token) is null) return null;
        var now = clock.GetUtcNow();
        foreach (var (id, old) in open)
        {
            if (now - old.StartedAt >= Lifetime) open.TryRemove(id, out _);
        }
        if (open.Count >= Most && open.Values.MinBy(s => s.StartedAt) is { } oldest) open.TryRemove(oldest.Id, out _);
        var session = new Session(Random(), TokenHash.Of(token!), Random(), now);
        open[session.Id] = session;
        return session;
    }

    public Visitor? Find(string? id)
    {
        if (id is null || !open.TryGetValue(id, out var session)) return null;
        if (clock.GetUtcNow() - session.StartedAt < Lifetime && directory.HolderOf(session.Token) is { } identity) return new Visitor(identity, session);
        open.TryRemove(session.Id, out _);
        return null;
    }

    public void End(Session session) => open.TryRemove(session.Id, out _);

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
