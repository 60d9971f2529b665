using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace PropBot.Testing.Worlds;

/// <summary>
/// Every decision of a run as a line of text with its virtual time: intents, replies, fills, hedge steps, mode changes, links, faults.
/// The same seed gives the same bytes.
/// </summary>
public sealed class DecisionLog(ManualClock clock) : ILogger
{
    private readonly List<string> lines = [];
    private readonly List<string> troubles = [];

    public IReadOnlyList<string> Lines => lines;

    /// <summary>What the desk itself called an error or worse.</summary>
    public IReadOnlyList<string> Troubles => troubles;

    /// <summary>SHA-256 over all lines.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));

    public Action<string> Heard { get; set; } = static _ => { };

    public void Add(string what)
    {
        lines.Add(string.Create(CultureInfo.InvariantCulture, $"{clock.GetUtcNow():HH:mm:ss.ffffff} {what}"));
        Heard(what);
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        var text = $"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : $" [{exception.GetType().Name}: {exception.Message}]")}";
        Add(text);
        if (logLevel == LogLevel.Critical) troubles.Add($"{lines[^1]}{exception?.StackTrace}");
    }
}
