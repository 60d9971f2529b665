using System.Collections.Immutable;

namespace PropBot.Trading.Watchdogs;

/// <summary>What a door read of this machine. Bytes; null: could not be read.</summary>
public sealed record HostReading(long? DiskFree, long? ProcessMemory, DateTimeOffset At);

/// <summary>Bounds of the host watch, in megabytes.</summary>
public sealed record HostOptions
{
    /// <summary>HOST_DISK_OPENS_MB: with less free under DATA_DIR nothing is opened.</summary>
    public long DiskForOpensMb { get; init; } = 500;

    /// <summary>HOST_DISK_HOLD_MB</summary>
    public long DiskHoldMb { get; init; } = 200;

    /// <summary>HOST_MEMORY_MB: with more than this in the process nothing is opened.</summary>
    public long MemoryMb { get; init; } = 4_096;

    /// <summary>A reading older than this says nothing.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(60);
}

/// <summary>An objection of the host watch: a refusal code, and whether the desk stops for it.</summary>
public sealed record HostObjection(string Code, bool Holds, string Text);

/// <summary>Whether this machine can carry the desk. Pure.</summary>
public static class HostHealth
{
    public const string Source = "host_watch";
    public const string DiskLow = "disk_low";
    public const string MemoryHigh = "memory_high";
    public const string Unknown = "host_unknown";
    public const string ClockJump = "clock_jump";
    private const long Mega = 1_048_576;

    /// <summary>How far the wall clock may run ahead of or behind the monotonic one between two looks.</summary>
    private static readonly TimeSpan MostForward = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan MostBackward = TimeSpan.FromSeconds(-2);

    /// <param name="reading">Null: none came yet.</param>
    public static ImmutableArray<HostObjection> Of(HostReading? reading, HostOptions options, DateTimeOffset now)
    {
        if (reading is not { DiskFree: { } disk, ProcessMemory: { } memory } || (now - reading.At).Duration() > HostOptions.Fresh)
            return [new HostObjection(Unknown, Holds: false, "this machine's disk and memory could not be read within the last minute")];
        var found = ImmutableArray.CreateBuilder<HostObjection>();
        if (disk < options.DiskForOpensMb * Mega)
            found.Add(new HostObjection(DiskLow, disk < options.DiskHoldMb * Mega, $"{disk / Mega} MB are free under DATA_DIR; opening needs {options.DiskForOpensMb}, below {options.DiskHoldMb} is HOLD"));
        if (memory > options.MemoryMb * Mega) found.Add(new HostObjection(MemoryHigh, Holds: false, $"the process holds {memory / Mega} MB; opening allows {options.MemoryMb}"));
        return found.ToImmutable();
    }

    /// <summary>How far the wall clock went more than the monotonic one; null while that is no jump.</summary>
    public static TimeSpan? Jump(TimeSpan wall, TimeSpan monotonic) => wall - monotonic is var more && (more > MostForward || more < MostBackward) ? more : null;
}
