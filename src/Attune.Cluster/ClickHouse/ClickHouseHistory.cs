using Attune.Events;
using Attune.History;
using Attune.History.Surveying;
using Microsoft.Extensions.Logging;

namespace Attune.Cluster.ClickHouse;

/// <summary>The history of one workspace in a database of its own on ClickHouse, one server or a cluster.</summary>
/// <remarks>
/// <para><b>Exactly once</b> without transactions: the offset after the rows is written when they are there, and an append whose
/// end is not known finds out before it goes on (<see cref="AppendAsync"/>).</para>
/// <para><b>Concurrency.</b> Appends take turns in this process; nodes that archive different partitions may append side by side.
/// Any number of readings. What the engine reads is whole appends; a person's question may see rows of one that is under way.</para>
/// <para><b>Durability.</b> As the server's: from version 21 on rows are on its disk when an append returns; older ones keep them in
/// the system's cache a while, where they survive the server but not a loss of power, unless there are replicas.</para>
/// </remarks>
public sealed class ClickHouseHistory : IHistory
{
    readonly IReadOnlyList<ClickHouseClient> _clients;
    readonly HistoryServer _server;
    readonly Appending _appending;
    readonly PeoplesQuestion _questions;

    ClickHouseHistory(IReadOnlyList<ClickHouseClient> clients, HistoryServer server)
    {
        (_clients, _server) = (clients, server);
        (_appending, _questions, Survey) = (new Appending(server), new PeoplesQuestion(clients[0], server), new EventSurvey(server));
    }

    /// <summary>Opens a workspace's history, and makes its database and tables where they are not there.</summary>
    /// <param name="workspace">The workspace's name.</param>
    /// <param name="settings">Where ClickHouse is.</param>
    /// <param name="clock">Times the waits.</param>
    /// <param name="logs">Told what it speaks to.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or the cluster has servers that nobody would tell to make tables.</exception>
    /// <exception cref="ClickHouseException">The server is away, or refuses.</exception>
    public static async ValueTask<ClickHouseHistory> OpenAsync(
        string workspace, ClickHouseSettings settings, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        Operating.SettingFaults.Refuse(settings.Faults());
        ClickHouseClient[] clients = [.. settings.Servers.Prepend(settings.Url).Select(url => new ClickHouseClient(settings with { Url = url }, clock))];
        try
        {
            var client = clients[0];
            var engine = ClickHouseEngine.Parse(await client.TextAsync(new ClickHouseCall("say its version", ClickHouseEngine.Asked), cancellation));
            var tables = new EventTables(workspace, settings);
            var server = new HistoryServer(client, clients[1..], tables, engine, settings, clock);
            await TableMaking.MakeAsync(server, cancellation);
            var logger = logs.CreateLogger<ClickHouseHistory>();
            Log.Opened(logger, tables.Database, settings.Url, engine.Version);
            return new ClickHouseHistory(clients, server);
        }
        catch
        {
            Array.ForEach(clients, client => client.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask<long> NextOffsetAsync(int partition, CancellationToken cancellation) => _appending.NextOffsetAsync(partition, cancellation);

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<EventBatch> batches, CancellationToken cancellation) => _appending.AppendAsync(batches, cancellation);

    /// <inheritdoc/>
    public ValueTask<HistorySummary> SummariseAsync(CancellationToken cancellation) => Readings.SummariseAsync(_server, cancellation);

    /// <inheritdoc/>
    public ValueTask<InteractionColumns> ReadInteractionsAsync(InteractionQuery query, CancellationToken cancellation) =>
        Readings.InteractionsAsync(_server, query, cancellation);

    /// <inheritdoc/>
    public ValueTask<CoOccurrenceCounts> CountTogetherAsync(CoOccurrenceQuery query, CancellationToken cancellation) =>
        TogetherCounting.ReadAsync(_server, query.Checked(), cancellation);

    /// <inheritdoc/>
    public IEventSurvey Survey { get; }

    /// <inheritdoc/>
    public IAsyncEnumerable<EventBatch> ReadEventsAsync(int partition, long offset, long before, CancellationToken cancellation) =>
        Readings.EventsAsync(_server, partition, offset, before, cancellation);

    /// <inheritdoc/>
    public ValueTask<long> EraseAsync(EventErasure erasure, CancellationToken cancellation) => Erasing.EraseAsync(_server, erasure, cancellation);

    /// <inheritdoc/>
    public ValueTask<QueryAnswer> QueryAsync(string sql, QueryLimits limits, CancellationToken cancellation) =>
        _questions.AnswerAsync(sql, limits, cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _appending.Dispose();
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        return default;
    }
}
