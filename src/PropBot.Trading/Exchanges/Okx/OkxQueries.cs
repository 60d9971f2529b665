using System.Text.Json;
using PropBot.Trading.Exchanges.OkxOrders;
using PropBot.Trading.Instruments;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>Questions to OKX by REST (§2.5–2.7). Lists are complete or unreadable, never cut short.</summary>
internal sealed class OkxQueries(OkxContracts contracts, OkxRest rest, TimeProvider clock)
{
    /// <summary>Called at each reading of the instruments, with the pairs whose terms it has changed.</summary>
    public Action<IReadOnlyList<OkxContract>> TermsRead { get; set; } = static _ => { };

    private const int PageSize = 100;

    /// <summary>orders-algo-pending takes one kind at a time, conditional and oco together.</summary>
    private static readonly string[] AlgoKinds = ["conditional,oco", "trigger", "move_order_stop", "chase", "iceberg", "twap"];
    private static readonly TimeSpan RecentFills = TimeSpan.FromDays(3) - TimeSpan.FromHours(1);
    private static readonly TimeSpan RecentBills = TimeSpan.FromDays(7) - TimeSpan.FromHours(1);

    public async Task<VenueAnswer<IReadOnlyList<Instrument>>> ReadInstruments(CancellationToken stop)
    {
        var reply = await rest.Ask(OkxLane.Public, "/api/v5/public/instruments?instType=SWAP", stop);
        if (reply is not OkxReply.Answered { IsOk: true } answered) return new VenueAnswer<IReadOnlyList<Instrument>>.Unreadable(reply.Clue);
        var read = answered.Items.Select(OkxMapping.Contract).OfType<OkxContract>().ToList();
        if (read.Count == 0) return new VenueAnswer<IReadOnlyList<Instrument>>.Unreadable("no linear USDT swap in the answer");
        TermsRead(contracts.Load(read));
        return new VenueAnswer<IReadOnlyList<Instrument>>.Got([.. contracts.InUniverse.Select(c => c.ToInstrument())]);
    }

    /// <summary>Null when contract sizes are known; else why nothing can be told in base coin.</summary>
    public async Task<string?> EnsureContracts(CancellationToken stop) =>
        contracts.IsLoaded ? null : await ReadInstruments(stop) is VenueAnswer<IReadOnlyList<Instrument>>.Unreadable(var clue) ? $"instruments: {clue}" : null;

    public async Task<VenueAnswer<FeeRates>> ReadFees(Instrument instrument, CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new VenueAnswer<FeeRates>.Unreadable(missing);
        if (contracts.Of(instrument.VenueSymbol) is not { } contract) return new VenueAnswer<FeeRates>.Unreadable($"{instrument.VenueSymbol} is not listed");
        var reply = await rest.AskSigned(OkxLane.Settings, $"/api/v5/account/trade-fee?instType=SWAP&instFamily={contract.Family}", stop);
        if (reply is not OkxReply.Answered { IsOk: true, Items: [var item, ..] }) return new VenueAnswer<FeeRates>.Unreadable(reply.Clue);
        return OkxAccounts.Fees(item, contract) is { } fees
            ? new VenueAnswer<FeeRates>.Got(fees)
            : new VenueAnswer<FeeRates>.Unreadable($"no rates for fee group '{contract.GroupId}' of {contract.InstId}");
    }

    public async Task<VenueAnswer<AccountState>> ReadAccount(CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new VenueAnswer<AccountState>.Unreadable(missing);
        var balance = await rest.AskSigned(OkxLane.Account, "/api/v5/account/balance", stop);
        if (balance is not OkxReply.Answered { IsOk: true, Items: [var account, ..] }) return new VenueAnswer<AccountState>.Unreadable(balance.Clue);
        var positions = await rest.AskSigned(OkxLane.Account, "/api/v5/account/positions?instType=SWAP", stop);
        if (positions is not OkxReply.Answered { IsOk: true, Items: var rows }) return new VenueAnswer<AccountState>.Unreadable(positions.Clue);

        var at = clock.GetUtcNow();
        var balances = account.Items("details").Select(d => OkxAccounts.Balance(d, at)).ToList();
        var facts = Converted(rows, (row, contract) => OkxAccounts.Position(row, contract, at));
        return balances.Contains(null) || facts is null
            ? new VenueAnswer<AccountState>.Unreadable("a balance or position without its essential fields")
            : new VenueAnswer<AccountState>.Got(new AccountState([.. balances.OfType<BalanceFact>()], facts));
    }

    public Task<OrderAnswer> ReadOrder(Instrument instrument, ClientOrderId id, CancellationToken stop) => ReadOrder(instrument, $"clOrdId={id}", stop);

    /// <param name="naming"><c>clOrdId=…</c> or <c>ordId=…</c></param>
    public async Task<OrderAnswer> ReadOrder(Instrument instrument, string naming, CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new OrderAnswer.Unreadable(missing);
        if (contracts.Of(instrument.VenueSymbol) is not { } contract) return new OrderAnswer.Unreadable($"{instrument.VenueSymbol} is not listed");
        var reply = await rest.AskSigned(new OkxToll(OkxLane.Queries, contract.InstId, Essential: true), $"/api/v5/trade/order?instId={contract.InstId}&{naming}", stop);
        if (reply is not OkxReply.Answered answered) return new OrderAnswer.Unreadable(reply.Clue);
        if (answered is { IsOk: true, Items: [var item, ..] })
            return OkxMapping.Order(item, contract) is { } order ? new OrderAnswer.Found(order) : new OrderAnswer.Unreadable("an order without its essential fields");
        var itemCode = answered.Items.Count > 0 ? answered.Items[0].Text("sCode") : "";
        // Only the venue's own word for "no such order" counts; an empty or broken answer proves nothing.
        return (itemCode.Length > 0 ? itemCode : answered.Code) is OkxErrors.NoSuchOrder or OkxErrors.NoSuchOrderId ? new OrderAnswer.NotFound() : new OrderAnswer.Unreadable(reply.Clue);
    }

    public async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenOrders(CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new VenueAnswer<IReadOnlyList<OrderUpdate>>.Unreadable(missing);
        return All(await PendingRows(stop), OkxMapping.Order, "an order");
    }

    /// <summary>
    /// As <see cref="ReadOpenOrders"/>, and conditional orders that have not triggered: they stand on no book, but the kill switch must not
    /// leave them behind (R3).
    /// </summary>
    public async Task<VenueAnswer<IReadOnlyList<OrderUpdate>>> ReadOpenAndConditional(CancellationToken stop)
    {
        var open = await ReadOpenOrders(stop);
        if (open is not VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var orders }) return open;
        var waiting = All(await AlgoRows(stop), OkxMapping.AlgoOrder, "a conditional order");
        return waiting is VenueAnswer<IReadOnlyList<OrderUpdate>>.Got { Value: var conditional }
            ? new VenueAnswer<IReadOnlyList<OrderUpdate>>.Got([.. orders, .. conditional])
            : waiting;
    }

    /// <summary>Every pending algo order of the account's swaps as it stands on the wire; the list wants the kinds one by one.</summary>
    public async Task<VenueAnswer<IReadOnlyList<JsonElement>>> AlgoRows(CancellationToken stop)
    {
        var rows = new List<JsonElement>();
        foreach (var kind in AlgoKinds)
        {
            var page = await Pages(OkxLane.Algos, $"/api/v5/trade/orders-algo-pending?instType=SWAP&ordType={kind}", "algoId", DateTimeOffset.MinValue, stop, mayBeMissing: true);
            if (page is not VenueAnswer<IReadOnlyList<JsonElement>>.Got got) return page;
            rows.AddRange(got.Value);
        }

        return new VenueAnswer<IReadOnlyList<JsonElement>>.Got(rows);
    }

    /// <summary>Every pending swap order of the account as it stands on the wire.</summary>
    public Task<VenueAnswer<IReadOnlyList<JsonElement>>> PendingRows(CancellationToken stop) =>
        Pages(new OkxToll(OkxLane.Lists, "", Essential: true), "/api/v5/trade/orders-pending?instType=SWAP", "ordId", DateTimeOffset.MinValue, stop);

    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(Instrument instrument, DateTimeOffset since, CancellationToken stop) =>
        ReadFills("&instId=" + instrument.VenueSymbol, since, stop);

    /// <summary>The fills of one order.</summary>
    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFillsOf(OkxContract contract, string orderId, CancellationToken stop) =>
        ReadFills($"&instId={contract.InstId}&ordId={orderId}", clock.GetUtcNow() - RecentFills + TimeSpan.FromMinutes(1), stop);

    /// <summary>Fills of every swap in one list.</summary>
    public Task<VenueAnswer<IReadOnlyList<Fill>>> ReadAllFills(DateTimeOffset since, CancellationToken stop) => ReadFills("", since, stop);

    private async Task<VenueAnswer<IReadOnlyList<Fill>>> ReadFills(string narrowed, DateTimeOffset since, CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new VenueAnswer<IReadOnlyList<Fill>>.Unreadable(missing);
        var recent = clock.GetUtcNow() - since < RecentFills;
        var path = $"/api/v5/trade/{(recent ? "fills" : "fills-history")}?instType=SWAP{narrowed}";
        var rows = await Pages(recent ? OkxLane.Lists : OkxLane.History, path, "billId", since, stop);
        return OldestFirst(All(rows, OkxMapping.TradeFill, "a fill"), fill => fill.At >= since);
    }

    public async Task<VenueAnswer<IReadOnlyList<FundingPayment>>> ReadFunding(DateTimeOffset since, CancellationToken stop)
    {
        if (await EnsureContracts(stop) is { } missing) return new VenueAnswer<IReadOnlyList<FundingPayment>>.Unreadable(missing);
        var path = $"/api/v5/account/{(clock.GetUtcNow() - since < RecentBills ? "bills" : "bills-archive")}?instType=SWAP&type=8";
        var rows = await Pages(OkxLane.Bills, path, "billId", since, stop);
        return OldestFirst(All(rows, OkxAccounts.Funding, "a bill"), payment => payment.At >= since);
    }

    /// <summary>Bills of type 1 belong to no instrument; those in other coins are left to whoever asks.</summary>
    public async Task<VenueAnswer<IReadOnlyList<WalletTransfer>>> ReadTransfers(DateTimeOffset since, CancellationToken stop)
    {
        var path = $"/api/v5/account/{(clock.GetUtcNow() - since < RecentBills ? "bills" : "bills-archive")}?type=1";
        if (await Pages(OkxLane.Bills, path, "billId", since, stop) is not VenueAnswer<IReadOnlyList<JsonElement>>.Got(var rows)) return new VenueAnswer<IReadOnlyList<WalletTransfer>>.Unreadable("transfers");
        var found = rows.Select(OkxAccounts.Transfer).ToList();
        return found.Contains(null)
            ? new VenueAnswer<IReadOnlyList<WalletTransfer>>.Unreadable("a bill without its essential fields")
            : new VenueAnswer<IReadOnlyList<WalletTransfer>>.Got([.. found.OfType<WalletTransfer>().Where(t => t.At >= since).Reverse()]);
    }

    /// <summary>Newest first, page by page with <c>after</c>, until a row is older than <paramref name="since"/> or a page is not full.</summary>
    /// <param name="mayBeMissing">A venue without the path (404) has nothing to list.</param>
    private async Task<VenueAnswer<IReadOnlyList<JsonElement>>> Pages(OkxToll toll, string path, string cursor, DateTimeOffset since, CancellationToken stop, bool mayBeMissing = false)
    {
        var rows = new List<JsonElement>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var after = "";
        while (true)
        {
            var reply = await rest.AskSigned(toll, $"{path}{after}&limit={PageSize}", stop);
            if (mayBeMissing && reply is OkxReply.Answered { Status: 404 }) return new VenueAnswer<IReadOnlyList<JsonElement>>.Got([]);
            if (reply is not OkxReply.Answered { IsOk: true, Items: var page }) return new VenueAnswer<IReadOnlyList<JsonElement>>.Unreadable(reply.Clue);
            rows.AddRange(page);
            if (page.Count < PageSize || page[^1].Time("ts") < since) return new VenueAnswer<IReadOnlyList<JsonElement>>.Got(rows);
            var next = page[^1].Text(cursor);
            if (next.Length == 0 || !seen.Add(next)) return new VenueAnswer<IReadOnlyList<JsonElement>>.Unreadable($"pages of {path} do not advance");
            after = "&after=" + next;
        }
    }

    private static VenueAnswer<IReadOnlyList<T>> OldestFirst<T>(VenueAnswer<IReadOnlyList<T>> newestFirst, Func<T, bool> wanted) =>
        newestFirst is VenueAnswer<IReadOnlyList<T>>.Got got
            ? new VenueAnswer<IReadOnlyList<T>>.Got([.. got.Value.Where(wanted).Reverse()])
            : newestFirst;

    private VenueAnswer<IReadOnlyList<T>> All<T>(VenueAnswer<IReadOnlyList<JsonElement>> rows, Func<JsonElement, OkxContract, T?> read, string what)
        where T : class
    {
        if (rows is VenueAnswer<IReadOnlyList<JsonElement>>.Unreadable(var clue)) return new VenueAnswer<IReadOnlyList<T>>.Unreadable(clue);
        return Converted(((VenueAnswer<IReadOnlyList<JsonElement>>.Got)rows).Value, read) is { } facts
            ? new VenueAnswer<IReadOnlyList<T>>.Got(facts)
            : new VenueAnswer<IReadOnlyList<T>>.Unreadable($"{what} without its essential fields");
    }

    /// <summary>Rows of linear USDT swaps as facts; null when one of them cannot be read. Rows of other kinds of swap are not ours to judge.</summary>
    private List<T>? Converted<T>(IReadOnlyList<JsonElement> rows, Func<JsonElement, OkxContract, T?> read)
        where T : class
    {
        var facts = new List<T>(rows.Count);
        foreach (var row in rows)
        {
            if (contracts.Of(row.Text("instId")) is not { } contract) continue;
            if (read(row, contract) is not { } fact) return null;
            facts.Add(fact);
        }

        return facts;
    }
}
