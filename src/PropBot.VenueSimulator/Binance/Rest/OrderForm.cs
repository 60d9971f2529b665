using System.Text.RegularExpressions;
using PropBot.VenueSimulator.Binance.Wire;
using PropBot.VenueSimulator.Core;

namespace PropBot.VenueSimulator.Binance.Rest;

/// <summary>Reads a placement and holds it against the symbol's filters (wire-protocols §1.5.1, §1.5.3).</summary>
public static partial class OrderForm
{
    /// <summary>Precision of prices: one digit more than the tick, as the venue's own precision fields must not be taken for tick and step.</summary>
    public static int PricePrecision(SimInstrument instrument) => BinanceText.DecimalsOf(instrument.Tick) + 1;

    public static int QuantityPrecision(SimInstrument instrument) => Math.Max(3, BinanceText.DecimalsOf(instrument.Step));

    public static BinanceReply? Read(BinanceCall call, VenueCore core, out SimOrderRequest request)
    {
        request = new SimOrderRequest("", SimSide.Buy, SimOrderType.Limit, 0m, null);
        if (call.NeedInstrument(core, out var instrument) is { } noSymbol) return noSymbol;
        if (Words(call, core, out var side, out var positionSide, out var type) is { } noWords) return noWords;
        if (ReadQuantity(call, instrument, out var quantity) is { } noQuantity) return noQuantity;
        if (Limit(call, instrument, type, out var timeInForce, out var price) is { } noLimit) return noLimit;
        if (ClientId(call, "newClientOrderId") is { } noId) return noId;
        if (OrderTerms.Read(call, core, timeInForce, out var terms) is { } noTerms) return noTerms;
        request = new SimOrderRequest(instrument.Symbol, side, type, quantity, price, timeInForce, terms.ReduceOnly, call.Text("newClientOrderId") ?? "")
        {
            SelfTrade = terms.SelfTrade,
            PriceMatch = terms.PriceMatch,
            GoodTill = terms.GoodTill,
            PositionSide = positionSide,
        };
        return Value(core, instrument, request) ?? Band(core, request);
    }

    /// <summary>Percent-price filter: buys not far above the mark, sells not far below.</summary>
    public static BinanceReply? Band(VenueCore core, SimOrderRequest request)
    {
        if (request.Price is not { } price) return null;
        var (highest, lowest) = core.PriceLimits(request.Symbol);
        if (request.Side == SimSide.Buy && price > highest) return BinanceError.Of(-4016, $"Limit price can't be higher than {BinanceText.Number(Math.Round(highest, 2))}.");
        return request.Side == SimSide.Sell && price < lowest
            ? BinanceError.Of(-4024, $"Limit price can't be lower than {BinanceText.Number(Math.Round(lowest, 2))}.")
            : null;
    }

    public static BinanceReply? ReadQuantity(BinanceCall call, SimInstrument instrument, out decimal quantity)
    {
        if (call.NeedDecimal("quantity", out quantity) is { } no) return no;
        if (quantity <= 0m) return BinanceError.Of(-4003, "Quantity less than or equal to zero.");
        if (BinanceText.DecimalsOf(quantity) > QuantityPrecision(instrument)) return BinanceError.OverPrecise;
        if (quantity < instrument.MinQuantity) return BinanceError.Of(-4004, "Quantity less than min quantity.");
        if (quantity > instrument.MaxQuantity) return BinanceError.Of(-4005, "Quantity greater than max quantity.");
        return instrument.OnStep(quantity) ? null : BinanceError.Of(-4023, "Quantity not increased by step size.");
    }

    /// <param name="name">Of the parameter: price, triggerPrice, activatePrice.</param>
    public static BinanceReply? ReadPrice(BinanceCall call, SimInstrument instrument, out decimal? price, string name = "price")
    {
        price = null;
        if (call.NeedDecimal(name, out var value) is { } no) return no;
        if (value <= 0m) return BinanceError.Of(-4001, "Price less than 0.");
        if (BinanceText.DecimalsOf(value) > PricePrecision(instrument)) return BinanceError.OverPrecise;
        if (value < instrument.Tick) return BinanceError.Of(-4013, "Price less than min price.");
        if (!instrument.OnTick(value)) return BinanceError.Of(-4014, "Price not increased by tick size.");
        price = value;
        return null;
    }

    /// <summary>Side and position side, which must fit the account's position mode.</summary>
    public static BinanceReply? ReadSide(BinanceCall call, VenueCore core, out SimSide side, out SimPositionSide positionSide)
    {
        (side, positionSide) = (SimSide.Buy, SimPositionSide.Net);
        if (call.Need("side", out var word) is { } no) return no;
        if (word is not ("BUY" or "SELL")) return BinanceError.Of(-1117, "Invalid side.");
        side = word == "BUY" ? SimSide.Buy : SimSide.Sell;
        if (OrderWords.ReadPositionSide(call.Has("positionSide") ? call.Text("positionSide")! : "BOTH") is not { } found) return BinanceError.Of(-4060, "Invalid position side.");
        positionSide = found;
        return core.Header().HedgeMode == (positionSide == SimPositionSide.Net) ? BinanceError.From(SimRefusal.WrongPositionSide) : null;
    }

    public static BinanceReply? ReadTimeInForce(BinanceCall call, out SimTimeInForce timeInForce)
    {
        timeInForce = SimTimeInForce.GoodTillCancel;
        if (call.Need("timeInForce", out var word) is { } no) return no;
        if (OrderWords.ReadTimeInForce(word) is not { } found) return BinanceError.Of(-1115, "Invalid timeInForce.");
        timeInForce = found;
        return null;
    }

    private static BinanceReply? Words(BinanceCall call, VenueCore core, out SimSide side, out SimPositionSide positionSide, out SimOrderType type)
    {
        type = SimOrderType.Limit;
        if (ReadSide(call, core, out side, out positionSide) is { } noSide) return noSide;
        if (call.Need("type", out var typeWord) is { } noType) return noType;
        if (typeWord is "STOP" or "STOP_MARKET" or "TAKE_PROFIT" or "TAKE_PROFIT_MARKET" or "TRAILING_STOP_MARKET")
        {
            return BinanceError.Of(-4120, "Order type not supported for this endpoint. Please use the Algo Order API endpoints instead.");
        }

        if (typeWord is not ("LIMIT" or "MARKET")) return BinanceError.Of(-1116, "Invalid orderType.");
        type = typeWord == "LIMIT" ? SimOrderType.Limit : SimOrderType.Market;
        return null;
    }

    private static BinanceReply? Limit(BinanceCall call, SimInstrument instrument, SimOrderType type, out SimTimeInForce timeInForce, out decimal? price)
    {
        (timeInForce, price) = (SimTimeInForce.ImmediateOrCancel, null);
        if (type == SimOrderType.Market) return call.Has("price") ? BinanceError.Of(-1106, "Parameter 'price' sent when not required.") : null;
        if (ReadTimeInForce(call, out timeInForce) is { } no) return no;
        // A price from the book stands in for one that is named.
        return call.Has("priceMatch") && call.Text("priceMatch") != "NONE" && !call.Has("price") ? null : ReadPrice(call, instrument, out price);
    }

    public static BinanceReply? ClientId(BinanceCall call, string name)
    {
        if (!call.Has(name)) return null;
        var id = call.Text(name)!;
        if (id.Length > 36) return BinanceError.Of(-4015, "Client order id length should be less than 36 chars");
        return Letters().IsMatch(id) ? null : BinanceError.Illegal(name);
    }

    private static BinanceReply? Value(VenueCore core, SimInstrument instrument, SimOrderRequest request)
    {
        if (request.ReduceOnly) return null;
        var value = request.Quantity * (request.Price ?? core.Reference(instrument.Symbol).Mark);
        return value >= instrument.MinNotional
            ? null
            : BinanceError.Of(-4164, $"Order's notional must be no smaller than {BinanceText.Number(instrument.MinNotional)} (unless you choose reduce only).");
    }

    [GeneratedRegex(@"^[\.A-Z\:/a-z0-9_-]{1,36}$")]
    private static partial Regex Letters();
}
