using PropBot.VenueSimulator.Binance.Algo;
using PropBot.VenueSimulator.Binance.Limits;
using PropBot.VenueSimulator.Binance.Rest;
using PropBot.VenueSimulator.Binance.Tape;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>The venue behind a session.</summary>
internal sealed record BinanceParts(
    VenueCore Core, VenueTime Time, ListenKeys Keys, MarketTape Tape, AlgoBook Algos, BinanceLimits Limits, BinanceGate Gate,
    BinanceRoutes Routes, BinanceRouter Router);
