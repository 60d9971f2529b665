using PropBot.Testing.Desks;

namespace PropBot.Testing.Worlds;

/// <summary>Whose turn it is. Venues and the desk's process have a queue of continuations each, so that a killed process takes only its own with it.</summary>
internal static class Stage
{
    /// <summary>Runs with that queue as the present context, so that whatever is awaited inside continues there.</summary>
    public static T As<T>(this OneThread thread, Func<T> act)
    {
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            return act();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    public static void As(this OneThread thread, Action act) => thread.As(() =>
    {
        act();
        return true;
    });
}
