namespace PropBot.VenueSimulator.Okx.Tape;

/// <summary>One candle. Volume in base coin.</summary>
public sealed record OkxBar(DateTimeOffset Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, decimal Value)
{
    public OkxBar With(decimal price, decimal volume) =>
        this with { High = Math.Max(High, price), Low = Math.Min(Low, price), Close = price, Volume = Volume + volume, Value = Value + (volume * price) };

    /// <summary>This one followed by a later one, as one candle.</summary>
    public OkxBar Then(OkxBar later) => this with
    {
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        Value = Value + later.Value,
    };
}
