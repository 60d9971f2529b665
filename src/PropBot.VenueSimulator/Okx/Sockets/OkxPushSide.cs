using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What the private channels need besides the account itself.</summary>
public sealed record OkxPushSide(OkxSkinOptions Options, OkxLater Later);
