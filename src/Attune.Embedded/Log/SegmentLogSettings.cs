using Attune.Operating;

namespace Attune.Embedded.Log;

/// <summary>The settings of a <see cref="SegmentLog"/>: sizes in bytes of encoded events.</summary>
public sealed record SegmentLogSettings
{
    /// <summary>When a segment file is full and the next begins, in bytes. 4 KiB to 1 GiB; default 64 MiB.</summary>
    public long SegmentBytes { get; init; } = 64L << 20;

    /// <summary>
    /// How much one commit takes from the queue, in bytes: the most that shares one write and one flush. One larger request
    /// is still committed whole. 4 KiB to 64 MiB; default 1 MiB.
    /// </summary>
    public int CommitBytes { get; init; } = 1 << 20;

    /// <summary>
    /// How much may wait to be committed, in bytes. Beyond it an append is refused as overloaded, unless nothing else waits.
    /// 4 KiB to 1 GiB; default 32 MiB.
    /// </summary>
    public long QueueBytes { get; init; } = 32L << 20;

    /// <summary>How many appends may wait to be committed. 1 to 1 000 000; default 8 192.</summary>
    public int QueueRequests { get; init; } = 8192;

    /// <summary>
    /// How much of the newest is kept in memory for readers that keep up, in bytes as encoded (some four times that as
    /// objects). 0 to 1 GiB; default 8 MiB.
    /// </summary>
    public long RecentBytes { get; init; } = 8L << 20;

    /// <summary>One entry of a segment's index for so many bytes. 1 KiB to 16 MiB; default 64 KiB.</summary>
    public int IndexBytes { get; init; } = 64 << 10;

    /// <summary>
    /// How long events are kept at least, and by some eighth more where events keep coming; null keeps them for ever.
    /// A segment is then also full after an eighth of it. Above 0; default null.
    /// </summary>
    public TimeSpan? RetainFor { get; init; }

    /// <summary>How many bytes of segments are kept at most; null sets no limit. Default null.</summary>
    public long? RetainBytes { get; init; }

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("log")
        .Within(SegmentBytes, 4 << 10, 1L << 30)
        .Within(CommitBytes, 4 << 10, 64L << 20)
        .Within(QueueBytes, 4 << 10, 1L << 30)
        .Within(QueueRequests, 1, 1_000_000)
        .Within(RecentBytes, 0, 1L << 30)
        .Within(IndexBytes, 1 << 10, 16L << 20)
        .Must(RetainFor is null || RetainFor > TimeSpan.Zero, nameof(RetainFor), $"{RetainFor:c}; it must be above 0.")
        .Must(RetainBytes is null or > 0, nameof(RetainBytes), $"{RetainBytes}; it must be above 0.")
        .Found;
}
