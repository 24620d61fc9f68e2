using Attune.Embedded.Tests.Exporting;
using Attune.Embedded.Tests.History;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>The port's behaviour over two shards.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardedHistoryTests(ClickHouseShards shards) : HistoryBehavior
{
    readonly string _workspace = shards.Workspace();

    [Theory]
    [MemberData(nameof(QuestionTexts.All), MemberType = typeof(QuestionTexts))]
    public async Task A_typical_question_is_answered_as_by_one_server(string sql, int rows)
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([QuestionTexts.Events], TestContext.Current.CancellationToken);

        Assert.Equal(rows, (await history.QueryAsync(sql, QueryLimits.Default, TestContext.Current.CancellationToken)).Rows.Count);
    }

    protected override async ValueTask<IHistory> OpenAsync() => await shards.OpenAsync(_workspace);
}

/// <summary>What is counted for training, on the shards and then together, by the definition that one server and DuckDB are held to.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardedCountingTests(ClickHouseShards shards) : HistoryCountingBehavior
{
    readonly string _workspace = shards.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await shards.OpenAsync(_workspace);
}

/// <summary>What is said of the soundness of events on two shards.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardedSurveyTests(ClickHouseShards shards) : SurveyBehavior
{
    readonly string _workspace = shards.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await shards.OpenAsync(_workspace);
}

/// <summary>Examples out of two shards.</summary>
[Collection(SharedShards.Name)]
public sealed class ShardedExportingTests(ClickHouseShards shards) : HistoryExportingBehavior
{
    readonly string _workspace = shards.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await shards.OpenAsync(_workspace);
}
