using System.Buffers;
using System.Text;
using System.Text.Json;

namespace PropBot.Trading.Exchanges.Okx;

/// <summary>A POST in the making. One buffer holds what is signed, timestamp + POST + path + body; the body that is sent is its tail.</summary>
internal sealed class OkxDraft
{
    private readonly ArrayBufferWriter<byte> bytes = new(512);
    private int bodyStart;

    public OkxDraft() => Json = new Utf8JsonWriter(bytes);

    public Utf8JsonWriter Json { get; }

    public string Path { get; private set; } = "";

    public string Timestamp { get; private set; } = "";

    public ReadOnlyMemory<byte> Body => bytes.WrittenMemory[bodyStart..];

    public void Begin(string path, string timestamp)
    {
        (Path, Timestamp) = (path, timestamp);
        bytes.ResetWrittenCount();
        Append(timestamp);
        Append("POST");
        Append(path);
        bodyStart = bytes.WrittenCount;
        Json.Reset();
    }

    /// <summary>The bytes to sign.</summary>
    public ReadOnlyMemory<byte> Finish()
    {
        Json.Flush();
        return bytes.WrittenMemory;
    }

    private void Append(string ascii) => bytes.Advance(Encoding.ASCII.GetBytes(ascii, bytes.GetSpan(ascii.Length)));
}
