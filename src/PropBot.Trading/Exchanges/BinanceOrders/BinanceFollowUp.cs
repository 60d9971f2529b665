using PropBot.Trading.Exchanges.Binance;

namespace PropBot.Trading.Exchanges.BinanceOrders;

/// <summary>Questions that an event of the stream raises: which payment a funding fee was, and what is available now.</summary>
internal sealed class BinanceFollowUp(BinanceHistory history, BinanceAccount account, BinanceTold told, TimeProvider clock, CancellationToken stop)
{
    private static readonly TimeSpan SettleDown = TimeSpan.FromSeconds(2);

    /// <summary>The income list may lag the event.</summary>
    private static readonly TimeSpan[] FundingTries = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];

    private int reading;

    public void FundingPaid(DateTimeOffset at) => _ = FindFunding(at);

    /// <summary>Any number of changes within two seconds make one reading.</summary>
    public void BalanceMoved()
    {
        if (Interlocked.Exchange(ref reading, 1) == 0) _ = ReadBalances();
    }

    private async Task FindFunding(DateTimeOffset at)
    {
        try
        {
            foreach (var wait in FundingTries)
            {
                if (wait > TimeSpan.Zero) await Task.Delay(wait, clock, stop);
                if (await history.Funding(at - TimeSpan.FromMinutes(10), stop) is not VenueAnswer<IReadOnlyList<FundingPayment>>.Got { Value: var payments }) continue;
                if (payments.Where(told.Funding).ToArray().Length > 0) return;
            }
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }

    private async Task ReadBalances()
    {
        try
        {
            await Task.Delay(SettleDown, clock, stop);
            Volatile.Write(ref reading, 0);
            if (await account.Read(stop) is not VenueAnswer<AccountState>.Got { Value: var state }) return;
            // Only balances: positions come by the stream, which REST may lag.
            foreach (var balance in state.Balances) told.Balance(balance);
        }
        catch (OperationCanceledException)
        {
            // The connector is being disposed.
        }
    }
}
