using System.Globalization;
using PropBot.Web.Actions;

namespace PropBot.Web.Endpoints;

internal static class Query
{
    /// <summary>A whole number from the query within bounds, or the 422 that says so.</summary>
    public static (int Value, Answer? Problem) Whole(HttpRequest request, string name, int fallback, int least, int most)
    {
        var text = request.Query[name].ToString();
        if (text.Length == 0) return (fallback, null);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? (value, null)
            : (fallback, Answers.Invalid([new BodyProblem("int_range", ["query", name], $"must be a whole number from {least} to {most}")]));
    }
}
