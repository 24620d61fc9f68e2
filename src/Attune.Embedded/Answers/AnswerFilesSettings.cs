using Attune.Operating;

namespace Attune.Embedded.Answers;

/// <summary>How answers are kept on this machine's disk, so that they can be asked for again when memory has let them go.</summary>
public sealed record AnswerFilesSettings
{
    /// <summary>Most bytes of answers on the disk, some 2.3 KB each; the oldest go. 0, none are written, to 16 TiB; default 1 GiB, some 450 000 answers.</summary>
    public long RetainBytes { get; init; } = 1L << 30;

    /// <summary>How long an answer can be asked for again at most; its file goes some sixteenth of it later. 1 minute to 366 days; default 7 days.</summary>
    public TimeSpan RetainFor { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Most bytes that wait to be written; answers beyond it are dropped and counted. 64 KiB to 256 MiB; default 8 MiB.</summary>
    public int QueueBytes { get; init; } = 8 << 20;

    /// <summary>Bytes at which the next file begins.</summary>
    internal long SegmentBytes => Math.Clamp(RetainBytes / 16, 64 << 10, 16 << 20);

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults() => new SettingFaults("answers")
        .Within(RetainBytes, 0, 16L << 40)
        .Within(RetainFor, TimeSpan.FromMinutes(1), TimeSpan.FromDays(366))
        .Within(QueueBytes, 64 << 10, 256 << 20)
        .Found;
}
