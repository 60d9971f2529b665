using Microsoft.AspNetCore.Http;

namespace PropBot.VenueSimulator;

/// <summary>A protocol on a listener of its own. The context is the door's type; behind it a skin is a function of (request or frame, venue, clock).
/// A skin is made as <c>new XSkin(VenueCore core, VenueCredentials credentials)</c>.</summary>
public interface IVenueSkin
{
    /// <summary>Answers one HTTP request, or accepts a WebSocket and serves it until it ends.</summary>
    Task Handle(HttpContext context);
}
