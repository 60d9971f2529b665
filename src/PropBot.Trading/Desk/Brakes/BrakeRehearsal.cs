using System.Reflection;
using System.Runtime.CompilerServices;
using PropBot.Trading.Control;
using PropBot.Trading.Desk.Alerts;
using PropBot.Trading.Desk.Flows;
using PropBot.Trading.Desk.Permits;

namespace PropBot.Trading.Desk.Brakes;

/// <summary>
/// Compiles the way of a brake, from the command to the snapshot, before the desk's thread begins: the first kill of a process is the one
/// that counts, and it must not wait for the compiler (HOLD within 100 ms). Nothing is executed here.
/// </summary>
internal static class BrakeRehearsal
{
    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Type[] Way =
    [
        typeof(TradingDesk), typeof(DeskInbox), typeof(DeskRooms), typeof(OperatorFlow), typeof(KillFlow), typeof(ModeFlow), typeof(MarkerFlow), typeof(CancelFlow),
        typeof(LimitFlow), typeof(AlertWatch), typeof(AlertDesk), typeof(FlattenView), typeof(KillShown), typeof(HoldReasons), typeof(HoldReason), typeof(HoldSeverities),
        typeof(StateTransitions), typeof(ControlMemory), typeof(DeskLedger), typeof(DeskEffects), typeof(BrakeFiles), typeof(EmergencyEntry), typeof(SnapshotBuilder),
        typeof(ResumeBlocks), typeof(CommandResult.Done), typeof(DeskSnapshot),
    ];

    /// <returns>How many methods are ready now.</returns>
    public static int Run() => Way.SelectMany(type => type.GetNestedTypes(All).Prepend(type)).Sum(Prepare);

    // A generic method has no code of its own before somebody says for what.
    private static int Prepare(Type type)
    {
        if (type.ContainsGenericParameters) return 0;
        var ready = 0;
        foreach (var method in type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)))
        {
            if (method.IsAbstract || method.ContainsGenericParameters) continue;
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
            ready++;
        }

        return ready;
    }
}
