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
