using PropBot.Trading.Exchanges;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Desk;

/// <summary>The intent is durable and the bytes are about to leave.</summary>
internal sealed record OrderLeft(string OrderId);

/// <summary>The order was not sent: the mode moved (R7) or its intent could not be written.</summary>
internal sealed record OrderVoided(string OrderId, string Why);

internal sealed record OrderReplied(string OrderId, OrderReply Reply);

/// <summary>A simulated order (R6) reached the point where a real one would leave.</summary>
internal sealed record SimulatedOrderLeft(string OrderId);

internal sealed record OrderAnswered(string OrderId, OrderAnswer Answer, DateTimeOffset AskedAt);

internal sealed record FillsRead(Venue Venue, string Symbol, VenueAnswer<IReadOnlyList<Fill>> Answer);

internal sealed record FundingRead(Venue Venue, VenueAnswer<IReadOnlyList<FundingPayment>> Answer);

internal sealed record TransfersRead(Venue Venue, VenueAnswer<IReadOnlyList<WalletTransfer>> Answer);

internal sealed record ClockRead(Venue Venue, VenueAnswer<ClockReading> Answer);

internal sealed record InstrumentsRead(Venue Venue, VenueAnswer<IReadOnlyList<Instrument>> Answer);

internal sealed record ConfigureRead(Venue Venue, string Symbol, VenueAnswer<AccountSettings> Answer);

internal sealed record FeesRead(Venue Venue, string Symbol, VenueAnswer<FeeRates> Answer);

internal sealed record CancelAllDone(Venue Venue, VenueAnswer<int> Answer, DateTimeOffset AskedAt);

/// <summary>A loosening is durable and may now be applied, if nothing has moved meanwhile.</summary>
internal sealed record LooseningDurable(CommandEnvelope Envelope, long HoldEpoch, long ModeEpoch, bool Written);

/// <summary>The ledger refused a write; <paramref name="What"/> says which.</summary>
internal sealed record LedgerFailed(string What, string Error);

/// <param name="Error">Null when the ledger belongs to these accounts; else what is wrong (R45).</param>
internal sealed record AccountsStamped(string? Error);

/// <summary>This venue's connector has no dead-man switch.</summary>
internal sealed record DeadManMissing(Venue Venue);

/// <summary>The ledger took what had been kept for it.</summary>
internal sealed record BacklogWritten(int Count);

/// <summary>The run marker was touched. <paramref name="There"/>: whether it was to be written or taken away.</summary>
/// <param name="Error">Null when it was done.</param>
internal sealed record MarkerTold(bool There, string? Error);

/// <summary>What a venue announces of its maintenance.</summary>
internal sealed record MaintenanceRead(Venue Venue, VenueAnswer<IReadOnlyList<MaintenanceNotice>> Answer);
