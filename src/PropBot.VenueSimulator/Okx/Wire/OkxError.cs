namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>One of OKX's refusals: its code, the HTTP status it travels with when it answers a whole request, and its sentence (§2.10).</summary>
public sealed record OkxError(string Code, int HttpStatus, string Message)
{
    public static readonly OkxError BodyEmpty = new("50000", 400, "Body for POST request cannot be empty.");
    public static readonly OkxError BodyNotJson = new("50002", 400, "JSON syntax error");
    public static readonly OkxError TooManyRequests = new("50011", 429, "Too Many Requests");
    public static readonly OkxError ExpTimePast =
        new("50036", 200, "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.");
    public static readonly OkxError Expired = new("50037", 200, "Order expired.");
    public static readonly OkxError TimestampExpired = new("50102", 401, "Timestamp request expired");
    public static readonly OkxError KeyMissing = HeaderMissing("50103", "OK-ACCESS-KEY");
    public static readonly OkxError PassphraseMissing = HeaderMissing("50104", "OK-ACCESS-PASSPHRASE");
    public static readonly OkxError PassphraseWrong = new("50105", 401, "Request header \"OK-ACCESS-PASSPHRASE\" incorrect.");
    public static readonly OkxError SignMissing = HeaderMissing("50106", "OK-ACCESS-SIGN");
    public static readonly OkxError TimestampMissing = HeaderMissing("50107", "OK-ACCESS-TIMESTAMP");
    public static readonly OkxError KeyWrong = new("50111", 401, "Invalid OK-ACCESS-KEY");
    public static readonly OkxError TimestampMalformed = new("50112", 401, "Invalid OK-ACCESS-TIMESTAMP");
    public static readonly OkxError SignWrong = new("50113", 401, "Invalid Sign");
    public static readonly OkxError MethodWrong = new("50115", 405, "Invalid request method");
    public static readonly OkxError NotFound = new("404", 404, "Not Found");

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
    public static readonly OkxError Unavailable = new("50001", 503, "Service temporarily unavailable. Please try again later.");
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

    public static OkxError ParameterEmpty(string name) => new("50014", 400, $"Parameter {name} can not be empty.");

    public static OkxError ParameterWrong(string name) => new("51000", 400, $"Parameter {name} error");

    public static OkxError OutsidePriceLimit(decimal highestBuy, decimal lowestSell) => new("51006", 200,
        $"Order price is not within the price limit (max buy price: {OkxText.Number(highestBuy)} min sell price: {OkxText.Number(lowestSell)})");

    private static OkxError HeaderMissing(string code, string header) => new(code, 401, $"Request header \"{header}\" cannot be empty.");
}
