using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace PropBot.Workflows.Bpmn;

/// <summary>What a diagram may know of an action.</summary>
/// <param name="Name">room.verb-words.</param>
/// <param name="Outcomes">Closed list of what it can answer.</param>
/// <param name="Errors">Closed list of BPMN error codes it can end in instead.</param>
/// <param name="Inputs">Names it takes; all must be given.</param>
/// <param name="Outputs">Variables it writes.</param>
/// <param name="Remote">True: it touches the world outside the ledger, at least once, with a key. False: it runs inside the step's transaction.</param>
/// <param name="Loosening">True: it makes more risk possible (rulings §3.3), so it stands behind an approval.</param>
public sealed record ActionEntry(
    string Name,
    ImmutableArray<string> Outcomes,
    ImmutableArray<string> Errors,
    ImmutableArray<string> Inputs,
    ImmutableArray<string> Outputs,
    bool Remote,
    bool Loosening)
{
    /// <summary>What it does, for people, in one sentence.</summary>
    public string Summary { get; init; } = "";
}

/// <summary>Every action that exists, by name. <c>workflows/catalog.json</c> is its written form, for the designer.</summary>
public sealed class ActionCatalog
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly ImmutableSortedDictionary<string, ActionEntry> entries;

    /// <exception cref="ArgumentException">Two actions have one name.</exception>
    public ActionCatalog(IEnumerable<ActionEntry> entries) =>
        this.entries = entries.Aggregate(
            ImmutableSortedDictionary.Create<string, ActionEntry>(StringComparer.Ordinal), (all, entry) => all.Add(entry.Name, entry));

    public IEnumerable<ActionEntry> All => entries.Values;

    public ActionEntry? Find(string? name) => name is null ? null : entries.GetValueOrDefault(name);

    /// <summary>Sorted by name, so that a change shows as itself.</summary>
    public string ToJson() => JsonSerializer.Serialize(entries.Values, Json) + "\n";

    public static ActionCatalog FromJson(string json) =>
        new(JsonSerializer.Deserialize<ImmutableArray<ActionEntry>>(json, Json));
}
