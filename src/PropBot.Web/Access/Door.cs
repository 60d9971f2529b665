namespace PropBot.Web.Access;

public enum DoorKind
{
    /// <summary>No token: health and documentation.</summary>
    Open = 0,

    /// <summary>Any known token.</summary>
    Read = 1,

    /// <summary>Operators; the shared token only in paper (R9).</summary>
    Act = 2,

    /// <summary>Operators, the shared token everywhere; never slowed down (R4).</summary>
    Tighten = 3,
}

/// <summary>What a route asks of whoever knocks; endpoint metadata.</summary>
/// <param name="Audit">The word in the audit when somebody is turned away.</param>
public sealed record Door(DoorKind Kind, string Audit = "")
{
    /// <summary>The body decides: a control patch that holds a tightening field passes as <see cref="DoorKind.Tighten"/>.</summary>
    public bool PatchesControl { get; init; }

    /// <summary>An operator's act that makes no more risk possible: it stays open when nothing may be loosened.</summary>
    public bool LoosensNothing { get; init; }

    /// <summary>Of its body; more is 413.</summary>
    public int MostBytes { get; init; } = RequestBody.MostBytes;

    /// <summary>A form of the start page: the refusal is a page, and the CSRF token comes in a field.</summary>
    public bool Form { get; init; }

    /// <summary>Where a route forgot its door.</summary>
    public static readonly Door ForgottenWrite = new(DoorKind.Act, "UNNAMED_WRITE");
    public static readonly Door ForgottenRead = new(DoorKind.Read);
}

public static class DoorExtensions
{
    public static TBuilder Behind<TBuilder>(this TBuilder route, Door door)
        where TBuilder : IEndpointConventionBuilder
    {
        route.WithMetadata(door);
        return route;
    }
}
