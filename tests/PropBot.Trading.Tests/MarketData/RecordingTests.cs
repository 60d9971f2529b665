using System.IO.Compression;
using System.Text;
using PropBot.Trading.MarketData;

namespace PropBot.Trading.Tests.MarketData;

public sealed class RecordingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("propbot-recording-").FullName;

    private string File => Path.Combine(folder, "market.gz");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private List<(long At, string Text)> ReadAll(out bool endedEarly)
    {
        using var reader = RecordingReader.Open(File);
        var lines = new List<(long, string)>();
        while (reader.Read(out var at, out var json)) lines.Add((at, Encoding.UTF8.GetString(json.Span)));
        endedEarly = reader.EndedEarly;
        return lines;
    }

    [Fact]
    public async Task what_was_recorded_reads_back_in_order_and_to_the_byte()
    {
        var expected = Enumerable.Range(0, 10_000).Select(i => (1723161255030314667L + i, $"{{\"stream\":\"x\",\"data\":{new string('7', i % 700)}}}")).ToList();
        await using (var recorder = new Recorder(File))
        {
            foreach (var (at, text) in expected) Assert.True(recorder.Write(at, Encoding.UTF8.GetBytes(text)));
        }

        Assert.Equal(expected, ReadAll(out var endedEarly));
        Assert.False(endedEarly);
    }

    [Fact]
    public async Task a_line_longer_than_any_buffer_reads_back()
    {
        var text = $"{{\"lastUpdateId\":{new string('1', 300_000)}}}";
        await using (var recorder = new Recorder(File))
        {
            recorder.Write(1, "{}"u8);
            recorder.Write(2, Encoding.UTF8.GetBytes(text));
            recorder.Write(3, "{}"u8);
        }

        Assert.Equal([(1, "{}"), (2, text), (3, "{}")], ReadAll(out _));
    }

    [Fact]
    public async Task a_message_with_a_line_break_is_dropped_and_counted()
    {
        await using var recorder = new Recorder(File);
        Assert.False(recorder.Write(1, "{\n}"u8));
        Assert.Equal(1, recorder.Dropped);
    }

    [Fact]
    public async Task a_disk_that_takes_nothing_costs_the_recording_and_never_the_caller()
    {
        var recorder = new Recorder(Path.Combine(folder, "missing", "market.gz"), capacity: 4);
        for (var i = 0; i < 100; i++) recorder.Write(i, "{}"u8);
        await recorder.DisposeAsync();
        Assert.Equal((0, 100), (recorder.Written, recorder.Dropped));
        Assert.IsType<DirectoryNotFoundException>(recorder.Fault);
    }

    [Fact]
    public void a_file_that_stops_in_the_middle_is_read_as_far_as_it_goes()
    {
        var whole = new MemoryStream();
        using (var zip = new GZipStream(whole, CompressionLevel.NoCompression, leaveOpen: true))
        {
            for (var i = 0; i < 20_000; i++) zip.Write(Encoding.UTF8.GetBytes($"{i} {{\"n\":{i}}}\n"));
        }

        System.IO.File.WriteAllBytes(File, whole.ToArray()[..(int)(whole.Length / 2)]);
        var lines = ReadAll(out _);
        Assert.InRange(lines.Count, 5_000, 15_000);
        Assert.All(lines, line => Assert.Equal($"{{\"n\":{line.At}}}", line.Text));
    }

    [Fact]
    public void a_last_line_that_was_cut_off_is_left_out_and_told()
    {
        using var reader = new RecordingReader(new MemoryStream("5 {}\n6 {\"a\":"u8.ToArray()));
        Assert.True(reader.Read(out _, out _));
        Assert.False(reader.EndedEarly);
        Assert.False(reader.Read(out _, out _));
        Assert.True(reader.EndedEarly);
    }

    [Fact]
    public void a_line_without_a_time_is_refused_with_its_number()
    {
        using var reader = new RecordingReader(new MemoryStream("5 {}\nhello\n"u8.ToArray()));
        Assert.True(reader.Read(out _, out _));
        Assert.Contains("line 2", Assert.Throws<FormatException>(() => reader.Read(out _, out _)).Message, StringComparison.Ordinal);
    }
}
