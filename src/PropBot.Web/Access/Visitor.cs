using PropBot.Workflows.Approvals;

namespace PropBot.Web.Access;

/// <summary>Who made this request, and by which proof.</summary>
/// <param name="Session">Null when a bearer token was shown.</param>
public sealed record Visitor(Identity Identity, Session? Session)
{
    private static readonly object Key = new();

    public Actor As(string? stated) => new(Identity, stated, Session is null ? "api" : "web");

    public static void Set(HttpContext context, Visitor visitor) => context.Items[Key] = visitor;

    public static Visitor? Maybe(HttpContext context) => context.Items.TryGetValue(Key, out var found) ? (Visitor?)found : null;

    /// <exception cref="InvalidOperationException">The route has no door, which the access middleware does not allow.</exception>
    public static Visitor Of(HttpContext context) => Maybe(context) ?? throw new InvalidOperationException("this route was reached without an identity");
}
