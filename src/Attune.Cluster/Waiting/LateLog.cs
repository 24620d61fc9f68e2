using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Attune.Cluster.Kafka;
using Attune.Events;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.Waiting;

/// <summary>A log on Kafka that was away at the start: its number of partitions is known from an earlier start, the rest when Kafka is back.</summary>
/// <remarks>
/// Until then appends fail, so that a spool before it takes them; it seems empty, and reading and joining wait. What was durable before
/// the start is in answers only as far as the last checkpoint has it.
/// </remarks>
public sealed class LateLog : IEventLog
{
    readonly LatePort<KafkaEventLog> _log;

    LateLog(LatePort<KafkaEventLog> log, int partitions) => (_log, Partitions) = (log, partitions);

    /// <inheritdoc/>
    public int Partitions { get; }

    /// <inheritdoc/>
    public bool RecognisesRepeats => true;

    /// <inheritdoc/>
    public string? Fault => _log.Fault;

    /// <summary>Opens the log of a workspace; one that opens itself later where Kafka is away and has been there at an earlier start.</summary>
    /// <param name="workspace">The workspace's name.</param>
    /// <param name="settings">Which brokers, and how.</param>
    /// <param name="countFile">Where the number of partitions is kept on this machine.</param>
    /// <param name="clock">Says when events are accepted.</param>
    /// <param name="logs">Where troubles are told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="KafkaUnavailableException">Kafka is away, and was never there.</exception>
    public static async ValueTask<IEventLog> OpenAsync(
        string workspace, KafkaSettings settings, string countFile, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var known = ReadCount(countFile);
        try
        {
            var log = await KafkaEventLog.OpenAsync(workspace, settings, clock, logs, cancellation);
            if (log.Partitions != known)
            {
                await File.WriteAllTextAsync(countFile, log.Partitions.ToString(CultureInfo.InvariantCulture), CancellationToken.None);
            }

            return log;
        }
        catch (KafkaUnavailableException away) when (known > 0)
        {
            return new LateLog(new(OpenSameAsync, away, clock, logs.CreateLogger<LateLog>()), known);
        }

        async ValueTask<KafkaEventLog> OpenSameAsync(CancellationToken stopped)
        {
            var log = await KafkaEventLog.OpenAsync(workspace, settings, clock, logs, stopped);
            if (log.Partitions == known)
            {
                return log;
            }

            var found = log.Partitions;
            await log.DisposeAsync();
            File.Delete(countFile);
            throw new InvalidOperationException($"The log of {workspace} had {known} partitions at the last start and has {found} now: start this node again.");
        }
    }

    /// <inheritdoc/>
    public long FirstOffset(int partition) => _log.Port?.FirstOffset(partition) ?? 0;

    /// <inheritdoc/>
    public long EndOffset(int partition) => _log.Port?.EndOffset(partition) ?? 0;

    /// <inheritdoc/>
    public ValueTask<AppendOutcome> AppendAsync(IReadOnlyList<UserEvent> events, CancellationToken cancellation) =>
        _log.Port?.AppendAsync(events, cancellation) ?? new(new AppendOutcome.StorageFailed(Fault ?? "It was not open yet."));

    /// <inheritdoc/>
    public IPartitionGroup Join(string purpose) => new LateGroup(_log, purpose);

    /// <inheritdoc/>
    public async IAsyncEnumerable<EventBatch> ReadAsync(
        int partition, long offset, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var log = follow ? await _log.WhenOpenAsync(cancellation) : _log.Now;
        await foreach (var batch in log.ReadAsync(partition, offset, follow, cancellation))
        {
            yield return batch;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">Kafka was not there yet.</exception>
    public bool ErasesBytes => _log.Now.ErasesBytes;

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => _log.Now.EraseAsync(erasure, cancellation);

    /// <inheritdoc/>
    /// <remarks>Nothing while it is not open: it opens with all erasures that Kafka has.</remarks>
    public ValueTask HeedAsync(EventErasure erasure, CancellationToken cancellation) => _log.Port?.HeedAsync(erasure, cancellation) ?? default;

    /// <inheritdoc/>
    public int PartitionOf(ProfileKey profile) => KeyHash.Partition(Encoding.UTF8.GetBytes(profile.Value), Partitions);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _log.DisposeAsync();

    static int ReadCount(string file) =>
        File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
}
