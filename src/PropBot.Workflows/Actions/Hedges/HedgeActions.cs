using PropBot.Trading.Desk;
using PropBot.Trading.Ledger;
using PropBot.Workflows.Courier;

namespace PropBot.Workflows.Actions.Hedges;

/// <summary>Everything that <c>partial-hedge</c> is drawn with.</summary>
public static class HedgeActions
{
    public static IEnumerable<object> All(IDesk desk, DeskDoor send, ILedger ledger, TimeProvider clock)
    {
        var wishes = new HedgeWishWatch(ledger, clock);
        return
        [
            new HedgeAssessAction(send), new HedgeReconcileAction(send), new HedgeUnwindAction(send, wishes), new HedgeFreezeCompletionAction(desk),
            new HedgeCompleteAction(desk, send, ledger, wishes), new HedgeCloseAction(desk), new RemindAction(desk), new EscalateAction(desk),
        ];
    }
}
