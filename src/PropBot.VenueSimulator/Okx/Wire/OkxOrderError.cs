namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>The refusals of orders, positions and settings.</summary>
public sealed partial record OkxError
{
    public static readonly OkxError InstrumentUnknown = new("51001", 200, "Instrument ID, Instrument ID code, or Spread ID doesn't exist.");
    public static readonly OkxError OrderIdNeeded = new("51003", 200, "Either client order ID or order ID is required.");
    public static readonly OkxError PriceOffTick = new("51150", 200, "The precision of the number of trades or the price exceeds the limit.");
    public static readonly OkxError MarginShort = new("51008", 200, "Order failed. Insufficient USDT margin in account");
    public static readonly OkxError ClientIdTaken = new("51016", 200, "Client order ID already exists.");
    public static readonly OkxError BelowMinimum = new("51020", 200, "Your order should meet or exceed the minimum order amount.");
    public static readonly OkxError NoPosition = new("51023", 200, "Position does not exist.");
    public static readonly OkxError SameDirection =
        new("51170", 200, "Reduce-only order failed as the order direction is the same as the position direction.");
    public static readonly OkxError TooManyPending = new("51174", 200, "The number of pending orders of this instrument has reached its upper limit.");
    public static readonly OkxError LeverageUnderPosition = new("59108", 200, "Low leverage and insufficient margin, please adjust leverage.");
    public static readonly OkxError AboveMaximum = new("51101", 200, "Order amount exceeds the maximum order amount.");
    public static readonly OkxError ClosePending =
        new("51115", 200, "Cancel all pending orders of the position before you close it at the market price.");
    public static readonly OkxError OffLot = new("51121", 200, "Order quantity must be a multiple of the lot size.");
    public static readonly OkxError NothingToReduce =
        new("51169", 200, "Order failed because you don't have any positions in this direction for this contract to reduce or close.");
    public static readonly OkxError CancelTooLate = new("51400", 200, "Cancellation failed as the order has been filled, canceled or does not exist.");
    public static readonly OkxError AmendTooLate = new("51503", 200, "Modification failed as the order has been filled, canceled or does not exist.");
    public static readonly OkxError AmendType = new("51506", 200, "Order modification unavailable for the current order type.");
    public static readonly OkxError OrderUnknown = new("51603", 200, "Order does not exist");
    public static readonly OkxError SettingBlocked =
        new("59000", 200, "Setting failed. Cancel any open orders, close positions, and stop trading bots first.");
    public static readonly OkxError LeverageTooHigh = new("59102", 200, "Leverage exceeds the maximum limit. Please lower the leverage.");
    public static readonly OkxError AccountMode = new("51010", 200, "You can't complete this request under your current account mode.");
    public static readonly OkxError InstrumentSuspended = new("51022", 200, "Contract suspended.");
    public static readonly OkxError InstrumentNotListed = new("51021", 200, "Contract is pending listing.");
    public static readonly OkxError InstrumentExpired = new("51027", 200, "Contract expired.");
    public static readonly OkxError InstrumentSettling = new("51030", 200, "Funding fee is being settled.");
    public static readonly OkxError PostOnlyState = new("54072", 200, "This contract accepts post-only orders only at present.");
    public static readonly OkxError CoolOff = new("54094", 200, "Only reduce-only orders can be placed at present.");
    public static readonly OkxError OperationTimeout = new("51054", 500, "Request timed out. Please try again.");
    public static readonly OkxError OrderTimeout = new("51149", 500, "Order timed out. Please try again.");
    public static readonly OkxError SocketInternal = new("64007", 200, "Operation failed due to WebSocket internal error. Please try again later.");
    public static readonly OkxError TooManyTags = new("51071", 200, "You've reached the maximum limit for tag level cancel all after timers.");

    public static OkxError OutsidePriceLimit(decimal highestBuy, decimal lowestSell) => new("51006", 200,
        $"Order price is not within the price limit (max buy price: {OkxText.Number(highestBuy)} min sell price: {OkxText.Number(lowestSell)})");
}
