using PropBot.VenueSimulator.Okx.Orders;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What the private channels need besides the account itself.</summary>
/// <param name="Amending">The amendment that is being carried out, whose <c>reqId</c> its push repeats.</param>
public sealed record OkxPushSide(OkxSkinOptions Options, OkxLater Later, OkxAmending Amending);
