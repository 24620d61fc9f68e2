using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.History.Surveying;
using Attune.Operating.Checking;

namespace Attune.Examining;

/// <summary>Looks at the data that is held for what is wrong with it.</summary>
/// <remarks>
/// <para><b>Time.</b> All examinations together have <see cref="Budget"/>; those that did not come to their end are named, the others count. A
/// report is given again for <see cref="Kept"/>.</para>
/// <para><b>Concurrency.</b> One at a time looks; who asks meanwhile waits for its report. It reads the history, side by side with what else does,
/// and nothing that an answer waits for.</para>
/// </remarks>
public sealed class DataDoctor : IDisposable
{
    /// <summary>Most days that are looked at.</summary>
    public const int MostDays = 90;

    /// <summary>The days looked at where nobody says.</summary>
    public const int DefaultDays = 7;

    static readonly (string Name, Examination Look)[] All =
    [
        ("mix", MixExamination.DriftAsync),
        ("ids", IdExaminations.MissingAsync),
        ("recommendations", IdExaminations.UnmatchedAsync),
        ("titles", ItemExaminations.TitlesAsync),
        ("items", ItemExaminations.OrphansAsync),
        ("clocks", EventExaminations.ClocksAsync),
        ("bots", EventExaminations.BotsAsync),
        ("repeats", EventExaminations.RepeatsAsync),
    ];

    readonly Func<SurveyQuery, HeldData> _held;
    readonly TimeProvider _clock;
    readonly SemaphoreSlim _looking = new(1);
    DataReport? _last;

    internal DataDoctor(
        IHistory history,
        ItemCatalog catalog,
        TimeProvider clock,
        Func<IReadOnlyList<string>, CancellationToken, ValueTask<UnmatchedAnswers>>? knownAnswers)
    {
        _held = query => new HeldData(history.Survey, query, catalog, knownAnswers);
        _clock = clock;
    }

    /// <summary>What all examinations together may take: 8 s, less than the 10 that the command line gives a check.</summary>
    public static TimeSpan Budget { get; } = TimeSpan.FromSeconds(8);

    /// <summary>How long a report is given again: 1 minute.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromMinutes(1);

    /// <summary>Looks, or gives the report of less than a minute ago.</summary>
    /// <param name="days">Events accepted in so many days are looked at; 1 to <see cref="MostDays"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<DataReport> LookAsync(int days, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MostDays);
        await _looking.WaitAsync(cancellation);
        try
        {
            var now = EventTime.Now(_clock);
            return _last is { } last && last.Days == days && now.Since(last.At) < Kept ? last : _last = await ExamineAsync(days, now, cancellation);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _looking.Dispose();

    async Task<DataReport> ExamineAsync(int days, EventTime now, CancellationToken cancellation)
    {
        var began = _clock.GetTimestamp();
        var held = _held(new SurveyQuery { Now = now, Since = now.Plus(TimeSpan.FromDays(-days)) });
        using var late = new CancellationTokenSource(Budget, _clock);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        var (findings, unfinished) = (new List<DataFinding>(), new List<string>());
        foreach (var (name, look) in All)
        {
            try
            {
                ended.Token.ThrowIfCancellationRequested();
                findings.AddRange(await look(held, ended.Token));
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                unfinished.Add(name);
            }
        }

        return new DataReport
        {
            At = now,
            Days = days,
            Took = _clock.GetElapsedTime(began),
            Findings = [.. findings.OrderByDescending(finding => finding.Severity)],
            Unfinished = unfinished,
        };
    }
}

/// <summary>What the doctor found.</summary>
public sealed record DataReport
{
    /// <summary>When it looked.</summary>
    public required EventTime At { get; init; }

    /// <summary>Events accepted in so many days before were looked at.</summary>
    public required int Days { get; init; }

    /// <summary>How long that took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>What was found, the worst first, the good included.</summary>
    public required IReadOnlyList<DataFinding> Findings { get; init; }

    /// <summary>Examinations there was no time for.</summary>
    public required IReadOnlyList<string> Unfinished { get; init; }

    /// <summary>The worst of it.</summary>
    public Severity Worst => Findings.Select(finding => finding.Severity).DefaultIfEmpty().Max();
}
