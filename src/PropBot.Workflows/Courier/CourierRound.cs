using PropBot.Trading.Desk;

namespace PropBot.Workflows.Courier;

/// <summary>One round between flows and desk; one at a time, whoever asks for it.</summary>
public sealed class CourierRound(DeskSignals signals, PermitCourier permits, PartialCourier partials, StartMessages starts, LoweredMessages lowered) : IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    /// <summary>In the order in which the desk does them: a flow hears that its permit was used before it hears of RUN.</summary>
    public async Task Step()
    {
        await oneAtATime.WaitAsync();
        try
        {
            await permits.Step();
            await signals.Step();
            await partials.Step();
            await starts.Step();
            await lowered.Step();
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public Task<CommandResult> Deliver(string permit) => permits.Deliver(permit);

    public void Dispose() => oneAtATime.Dispose();
}
