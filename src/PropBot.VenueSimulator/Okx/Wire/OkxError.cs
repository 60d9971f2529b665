namespace PropBot.VenueSimulator.Okx.Wire;

/// <summary>One of OKX's refusals: its code, the HTTP status it travels with when it answers a whole request, and its sentence (§2.10).</summary>
public sealed partial record OkxError(string Code, int HttpStatus, string Message)
{
    public static readonly OkxError BodyEmpty = new("50000", 400, "Body for POST request cannot be empty.");
    public static readonly OkxError BodyNotJson = new("50002", 400, "JSON syntax error");
    public static readonly OkxError Unavailable = new("50001", 503, "Service temporarily unavailable. Please try again later.");
    public static readonly OkxError EndpointTimeout = new("50004", 400, "API endpoint request timeout (does not mean that the request was successful or failed, please check the request result).");
    public static readonly OkxError TooManyRequests = new("50011", 429, "Too Many Requests");
    public static readonly OkxError SystemsBusy = new("50013", 429, "Systems are busy. Please try again later.");
    public static readonly OkxError SystemError = new("50026", 500, "System error. Try again later");
    public static readonly OkxError NoPermission = new("50030", 200, "You don't have permission to use this API endpoint");
    public static readonly OkxError TooManyOrders = new("50061", 200, "Sub-account rate limit exceeded.");
    public static readonly OkxError WrongEnvironment = new("50101", 401, "APIKey does not match current environment.");
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

    public static OkxError ParameterEmpty(string name) => new("50014", 400, $"Parameter {name} can not be empty.");

    public static OkxError ParameterWrong(string name) => new("51000", 400, $"Parameter {name} error");

    private static OkxError HeaderMissing(string code, string header) => new(code, 401, $"Request header \"{header}\" cannot be empty.");
}
