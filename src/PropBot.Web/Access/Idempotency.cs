using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PropBot.Web.Access;

/// <summary>An answer as it left, to be given again.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, byte[] Body);

/// <summary>What to do with a request that carries an <c>Idempotency-Key</c>.</summary>
public abstract record IdempotencyTurn
{
    private IdempotencyTurn()
    {
    }

    /// <summary>The first of its key: handle it, then <see cref="Idempotency.Finish"/>, or nothing if it failed.</summary>
    public sealed record First(Idempotency.Entry Entry) : IdempotencyTurn;

    /// <summary>The same request again; completes when the first one is done. Null when the first one failed without an answer.</summary>
    public sealed record Again(Task<StoredAnswer?> Answer) : IdempotencyTurn;

    /// <summary>The key was used for something else.</summary>
    public sealed record Conflict : IdempotencyTurn;
}

/// <summary>Answers kept by (identity, key) for a while, in memory (contract 1.1). Twins that arrive together wait for the first.</summary>
public sealed class Idempotency(TimeSpan keepFor, TimeProvider clock)
{
    public const int LongestKey = 200;
    public const int Most = 10_000;

    private readonly Dictionary<(string Identity, string Key), Entry> entries = [];
    private readonly Queue<Entry> byAge = [];
    private readonly Lock gate = new();

    public IdempotencyTurn Begin(string identity, string key, string fingerprint)
    {
        lock (gate)
        {
            ForgetOld();
            if (!entries.TryGetValue((identity, key), out var known))
            {
                var entry = new Entry(identity, key, fingerprint, clock.GetUtcNow());
                entries[(identity, key)] = entry;
                byAge.Enqueue(entry);
                return new IdempotencyTurn.First(entry);
            }
            return known.Fingerprint == fingerprint ? new IdempotencyTurn.Again(known.Answer.Task) : new IdempotencyTurn.Conflict();
        }
    }

    public static void Finish(Entry entry, StoredAnswer answer) => entry.Answer.TrySetResult(answer);

    /// <summary>If nothing came of it, the key may be tried anew.</summary>
    public void ForgetUnlessFinished(Entry entry)
    {
        if (entry.Answer.Task.IsCompleted) return;
        lock (gate) Remove(entry);
        entry.Answer.TrySetResult(null);
    }

    /// <summary>SHA-256 over method, path with query, and body; JSON with sorted keys and without blanks.</summary>
    public static string Fingerprint(string method, string path, RequestBody body)
    {
        using var text = new MemoryStream();
        text.Write(Encoding.UTF8.GetBytes($"{method.ToUpperInvariant()}\n{path}\n"));
        if (body.Json is { } json)
        {
            using var writer = new Utf8JsonWriter(text);
            WriteSorted(writer, json);
            writer.Flush();
        }
        else
        {
            text.Write(body.Bytes);
        }
        return Convert.ToHexStringLower(SHA256.HashData(text.ToArray()));
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in value.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    WriteSorted(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in value.EnumerateArray()) WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                // As it stands in the text: an escape that is no character must not throw here.
                writer.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }

    private void ForgetOld()
    {
        var now = clock.GetUtcNow();
        while (byAge.TryPeek(out var oldest) && (byAge.Count > Most || now - oldest.At >= keepFor))
        {
            // One that is still being handled keeps its key, so that a twin cannot run beside it.
            if (!oldest.Answer.Task.IsCompleted) break;
            byAge.Dequeue();
            Remove(oldest);
        }
    }

    private void Remove(Entry entry)
    {
        if (entries.TryGetValue((entry.Identity, entry.Key), out var current) && ReferenceEquals(current, entry)) entries.Remove((entry.Identity, entry.Key));
    }

    public sealed class Entry(string identity, string key, string fingerprint, DateTimeOffset at)
    {
        public string Identity { get; } = identity;
        public string Key { get; } = key;
        public string Fingerprint { get; } = fingerprint;
        public DateTimeOffset At { get; } = at;
        internal TaskCompletionSource<StoredAnswer?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
