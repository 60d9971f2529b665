namespace PropBot.VenueSimulator.Binance.Sockets;

/// <summary>The bytes under a server's WebSocket: puts ping frames between the frames the socket writes, and sees the client's pings and pongs, which the
/// framework's WebSocket neither sends on demand nor shows.</summary>
internal sealed class FrameTap(Stream inner) : Stream
{
    private const byte PingOpcode = 0x9;
    private const byte PongOpcode = 0xA;
    private static readonly byte[] PingFrame = [0x89, 0x00];
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly byte[] header = new byte[14];
    private int headerLength;
    private long payloadLeft;

    public event Action? Pinged;

    public event Action? Ponged;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public Task Ping(CancellationToken cancellation) => Guarded(PingFrame, cancellation);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await inner.ReadAsync(buffer, cancellationToken);
        See(buffer.Span[..count]);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => await Guarded(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Guarded(buffer.AsMemory(offset, count), cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) writing.Dispose();
        base.Dispose(disposing);
    }

    private async Task Guarded(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await writing.WaitAsync(cancellation);
        try
        {
            await inner.WriteAsync(bytes, cancellation);
            await inner.FlushAsync(cancellation);
        }
        finally
        {
            writing.Release();
        }
    }

    private void See(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (payloadLeft > 0)
            {
                var skipped = (int)Math.Min(payloadLeft, bytes.Length);
                payloadLeft -= skipped;
                bytes = bytes[skipped..];
                continue;
            }

            header[headerLength++] = bytes[0];
            bytes = bytes[1..];
            if (headerLength >= 2 && headerLength == HeaderSize()) Seen();
        }
    }

    private int HeaderSize()
    {
        var extended = (header[1] & 0x7F) switch { 126 => 2, 127 => 8, _ => 0 };
        return 2 + extended + ((header[1] & 0x80) != 0 ? 4 : 0);
    }

    private void Seen()
    {
        var length = (long)(header[1] & 0x7F);
        if (length == 126) length = (header[2] << 8) | header[3];
        else if (length == 127) length = System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(2));
        payloadLeft = length;
        headerLength = 0;
        var opcode = header[0] & 0x0F;
        if (opcode == PingOpcode) Pinged?.Invoke();
        if (opcode == PongOpcode) Ponged?.Invoke();
    }
}
