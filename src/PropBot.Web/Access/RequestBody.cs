using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using PropBot.Web.Endpoints;

namespace PropBot.Web.Access;

/// <summary>The request's body, read once within bounds, as JSON if it is JSON.</summary>
public sealed class RequestBody
{
    public const int MostBytes = 64 * 1024;
    public const int MostDepth = 16;

    private static readonly object Key = new();
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MostDepth, AllowDuplicateProperties = false };

    private RequestBody(byte[] bytes, JsonElement? json, string? problem) => (Bytes, Json, Problem) = (bytes, json, problem);

    public byte[] Bytes { get; }

    /// <summary>Null when the body is empty or broken.</summary>
    public JsonElement? Json { get; }

    /// <summary>Why it is not JSON, or null.</summary>
    public string? Problem { get; }

    /// <exception cref="BadHttpRequestException">413 when it is larger than its door takes, <see cref="MostBytes"/> where it says nothing.</exception>
    public static async Task<RequestBody> Read(HttpContext context)
    {
        if (context.Items.TryGetValue(Key, out var known)) return (RequestBody)known!;
        var read = Parse(await ReadBytes(context, context.GetEndpoint()?.Metadata.GetMetadata<Door>()?.MostBytes ?? MostBytes));
        context.Items[Key] = read;
        return read;
    }

    private static RequestBody Parse(byte[] bytes)
    {
        if (bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return new RequestBody(bytes, null, null);
        if (!Utf8.IsValid(bytes)) return new RequestBody(bytes, null, "the body is not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return new RequestBody(bytes, document.RootElement.Clone(), null);
        }
        catch (JsonException broken)
        {
            return new RequestBody(bytes, null, Sentences.First(broken.Message));
        }
        catch (InvalidOperationException)
        {
            // What the parser throws on a field name that is half a surrogate pair.
            return new RequestBody(bytes, null, "a field name is not valid Unicode");
        }
    }

    private static async Task<byte[]> ReadBytes(HttpContext context, int most)
    {
        if (most > MostBytes && context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound) bound.MaxRequestBodySize = most + 1024;
        using var whole = new MemoryStream();
        var buffer = new byte[8192];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (whole.Length + count > most) throw new BadHttpRequestException($"The body is larger than {most} bytes.", StatusCodes.Status413PayloadTooLarge);
            whole.Write(buffer, 0, count);
        }
        return whole.ToArray();
    }
}
