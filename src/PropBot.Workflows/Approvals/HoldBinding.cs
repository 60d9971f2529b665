using System.Collections.Immutable;
using PropBot.Trading.Control;
using PropBot.Trading.Desk;

namespace PropBot.Workflows.Approvals;

/// <summary>The HOLD a request was made in (R2): its epoch and its reasons, restart left out, sorted.</summary>
public sealed record HoldBinding(long Epoch, string Reasons)
{
    public static HoldBinding Of(DeskSnapshot desk) => Of(desk.HoldEpoch, desk.HoldReasons);

    public static HoldBinding Of(long epoch, ImmutableArray<HoldReason> reasons) => new(
        epoch,
        string.Join('\n', reasons.Select(r => r.Code).Where(code => code != HoldReason.RestartCode).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
}
