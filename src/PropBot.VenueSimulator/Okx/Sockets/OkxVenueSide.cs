using PropBot.VenueSimulator.Faults;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Sockets;

/// <summary>What every connection needs of the venue behind it.</summary>
public sealed record OkxVenueSide(OkxGate Gate, OkxStreams Streams, TimeProvider Clock, FaultBoard Faults, OkxLater Later);
