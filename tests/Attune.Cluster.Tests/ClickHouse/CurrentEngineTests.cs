using Attune.Cluster.ClickHouse;
using Attune.Embedded.Tests.History;
using Attune.Events;
using Attune.History;

namespace Attune.Cluster.Tests.ClickHouse;

/// <summary>The port's behaviour in the language of a current engine: every statement the history sends, and its answer.</summary>
[Collection(SharedCurrentEngine.Name)]
public sealed class CurrentEngineHistoryTests(CurrentEngine engine) : HistoryBehavior
{
    readonly string _workspace = engine.Workspace();

    [Fact]
    public async Task Instants_are_shown_to_the_microsecond()
    {
        await using var history = await OpenAsync();
        var at = new EventTime(At(1).Micros + 123_456);
        await history.AppendAsync([Batch(0, 0, Event("a", "x", 1) with { Time = at })], TestContext.Current.CancellationToken);

        var answer = await history.QueryAsync("SELECT happened_at FROM events", QueryLimits.Default, TestContext.Current.CancellationToken);

        Assert.Equal(at.ToDateTimeOffset(), answer.Rows[0][0]);
    }

    [Theory]
    [MemberData(nameof(QuestionTexts.All), MemberType = typeof(QuestionTexts))]
    public async Task A_typical_question_is_answered(string sql, int rows)
    {
        await using var history = await OpenAsync();
        await history.AppendAsync([QuestionTexts.Events], TestContext.Current.CancellationToken);

        Assert.Equal(rows, (await history.QueryAsync(sql, QueryLimits.Default, TestContext.Current.CancellationToken)).Rows.Count);
    }

    protected override async ValueTask<IHistory> OpenAsync() => await engine.OpenAsync(_workspace);
}

/// <summary>What is counted for training, in the language of a current engine.</summary>
[Collection(SharedCurrentEngine.Name)]
public sealed class CurrentEngineCountingTests(CurrentEngine engine) : HistoryCountingBehavior
{
    readonly string _workspace = engine.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await engine.OpenAsync(_workspace);
}

/// <summary>What is said of the soundness of events, in the language of a current engine.</summary>
[Collection(SharedCurrentEngine.Name)]
public sealed class CurrentEngineSurveyTests(CurrentEngine engine) : SurveyBehavior
{
    readonly string _workspace = engine.Workspace();

    protected override async ValueTask<IHistory> OpenAsync() => await engine.OpenAsync(_workspace);
}

/// <summary>What is told to a cluster, of which this engine, being in one process, has none.</summary>
[Collection(SharedCurrentEngine.Name)]
public sealed class CurrentEngineClusterTests(CurrentEngine engine)
{
    // ClickHouse's numbers for a cluster that is not there, and for ON CLUSTER where there is no Keeper.
    static readonly int?[] Missing = [701, 392];

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Statements_for_a_cluster_are_understood_down_to_the_cluster_that_is_not_there(bool isToldAtOnce)
    {
        Assert.SkipWhen(engine.Missing is not null, engine.Missing ?? "");
        using var client = new ClickHouseClient(engine.Settings, TimeProvider.System);
        var tables = new EventTables(engine.Workspace(), engine.Settings with { ClusterName = "all", ClusterDdl = isToldAtOnce });
        var server = ClickHouseEngine.Parse(await client.TextAsync(new ClickHouseCall("say its version", ClickHouseEngine.Asked), Cancellation));
        await client.TextAsync(new ClickHouseCall("make a database", $"CREATE DATABASE {SqlText.Name(tables.Database)}"), Cancellation);
        string[] asked =
        [
            $"SELECT count() FROM {tables.System("processes")}", .. tables.Create(server).SkipLast(1),
            $"ALTER TABLE {tables.LocalRows}{tables.OnCluster} DELETE WHERE 1", $"OPTIMIZE TABLE {tables.LocalRows}{tables.OnCluster} PARTITION (202601, 0) FINAL",
        ];

        foreach (var statement in asked.Where(statement => statement.Contains("`all`", StringComparison.Ordinal) || statement.Contains("'all'", StringComparison.Ordinal)))
        {
            var missed = await Assert.ThrowsAsync<ClickHouseException>(async () => await client.TextAsync(new ClickHouseCall("be understood", statement), Cancellation));
            Assert.True(Missing.Contains(missed.Code), $"{statement}: {missed.Message}");
        }
    }
}
