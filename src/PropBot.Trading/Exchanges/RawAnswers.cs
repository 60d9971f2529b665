using System.Text;

namespace PropBot.Trading.Exchanges;

/// <param name="Call">Method and path, without parameters: those carry a signature.</param>
public sealed record RawAnswer(string Call, int Status, string Body);

/// <summary>Keeps what a venue answered over REST, byte for byte, while it is listened to: the proof of a kill is made of it (R3).</summary>
public sealed class RawAnswers : IDisposable
{
    private const int LongestBody = 256 * 1024;
    private static readonly AsyncLocal<RawAnswers?> Listening = new();

    private readonly Lock gate = new();
    private readonly List<RawAnswer> heard = [];

    private RawAnswers()
    {
    }

    public IReadOnlyList<RawAnswer> Heard
    {
        get
        {
            lock (gate) return [.. heard];
        }
    }

    /// <summary>Every answer to calls made from here on by the caller and what it awaits is kept, until disposed.</summary>
    public static RawAnswers Listen() => Listening.Value = new RawAnswers();

    internal static void Take(HttpRequestMessage? request, int status, ReadOnlySpan<byte> body) =>
        Listening.Value?.Add(new RawAnswer($"{request?.Method} {request?.RequestUri?.AbsolutePath}", status, Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestBody)])));

    public void Dispose() => Listening.Value = null;

    private void Add(RawAnswer answer)
    {
        lock (gate) heard.Add(answer);
    }
}
