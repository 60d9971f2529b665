using System.Text.Json.Nodes;
using PropBot.VenueSimulator.Okx.Wire;

namespace PropBot.VenueSimulator.Okx.Rest;

/// <summary>The parts of OKX where this account has nothing: clients ask while they load, and get an empty list. What would move something there is refused.</summary>
public static class ElsewhereCalls
{
    private static readonly string[] EmptyPrivate =
    [
        "asset/currencies", "asset/balances", "asset/non-tradable-assets", "asset/deposit-history", "asset/withdrawal-history", "asset/bills", "asset/bills-history",
        "asset/deposit-address", "asset/convert/currencies", "asset/convert/history", "account/interest-accrued", "account/interest-rate",
        "account/interest-limits", "account/greeks", "account/max-loan", "account/vip-interest-accrued", "account/spot-borrow-repay-history",
        "account/spot-manual-borrow-repay-history", "trade/orders-algo-pending", "trade/orders-algo-history", "trade/easy-convert-history",
        "trade/one-click-repay-history", "users/subaccount/list", "finance/savings/balance", "finance/staking-defi/orders-active",
    ];

    private static readonly string[] EmptyPublic =
    [
        "public/delivery-exercise-history", "public/settlement-history", "public/opt-summary", "public/estimated-price", "public/insurance-fund",
        "public/discount-rate-interest-free-quota", "public/interest-rate-loan-quota", "market/block-tickers", "market/index-components",
        "market/exchange-rate", "rubik/stat/contracts/open-interest-volume", "rubik/stat/contracts/open-interest-history",
        "rubik/stat/contracts/long-short-account-ratio", "rubik/stat/contracts/long-short-account-ratio-contract", "rubik/stat/taker-volume",
        "public/premium-history", "public/economic-calendar", "sprd/spreads",
    ];

    private static readonly string[] Refused =
    [
        "trade/order-algo", "trade/cancel-algos", "trade/amend-algos", "trade/cancel-advance-algos", "trade/mass-cancel", "trade/easy-convert",
        "asset/transfer", "asset/withdrawal", "asset/cancel-withdrawal", "asset/convert/estimate-quote", "asset/convert/trade", "account/position/margin-balance",
        "account/set-account-level", "account/set-isolated-mode", "account/set-greeks", "account/set-auto-loan", "account/set-auto-repay",
    ];

    public static void Register(OkxRouter router)
    {
        foreach (var path in EmptyPrivate) router.Read(path, _ => OkxEnvelope.Data());
        foreach (var path in EmptyPublic) router.Public(path, _ => OkxEnvelope.Data());
        foreach (var path in Refused)
        {
            var error = path == "trade/mass-cancel" ? OkxError.AccountMode : OkxError.NoPermission;
            router.Write(path, _ => OkxEnvelope.Refusal(error));
        }

        router.Read("asset/asset-valuation", _ => OkxEnvelope.Data(new JsonObject
        {
            ["details"] = new JsonObject { ["classic"] = "0", ["earn"] = "0", ["funding"] = "0", ["trading"] = "0" },
            ["totalBal"] = "0",
            ["ts"] = "0",
        }));
    }
}
