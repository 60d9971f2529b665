namespace PropBot.Web.Endpoints;

internal static class Sentences
{
    /// <summary>The first sentence of a framework message; what follows names internals.</summary>
    public static string First(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..(end + 1)];
    }
}
