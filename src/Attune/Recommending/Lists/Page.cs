using Attune.Events;

namespace Attune.Recommending.Lists;

/// <summary>A page: rows of items, no item in two of them.</summary>
/// <param name="Rows">In the order they are to stand in.</param>
/// <param name="Dropped">The names of the rows with fewer items than their minimum.</param>
/// <param name="Watermark">The log place up to which behaviour was known.</param>
/// <param name="Took">Time from question to answer.</param>
public sealed record Page(IReadOnlyList<FilledRow> Rows, IReadOnlyList<string> Dropped, LogToken Watermark, TimeSpan Took);

/// <summary>A row of a page.</summary>
/// <param name="Row">As it was asked for.</param>
/// <param name="Item">The item it is about; null where it is about none.</param>
/// <param name="Answer">What it holds, under a recommendation id of its own.</param>
public sealed record FilledRow(PageRow Row, ItemId? Item, Recommendation Answer);

/// <summary>What became of a question for a page.</summary>
public abstract record PageOutcome
{
    /// <summary>It was answered.</summary>
    /// <param name="Page">The answer.</param>
    public sealed record Answered(Page Page) : PageOutcome;

    /// <summary>It cannot be asked like this.</summary>
    /// <param name="Fault">The first thing wrong; a row's field is named as <c>rows[2].count</c>.</param>
    public sealed record Refused(RecommendOutcome.Refused Fault) : PageOutcome;
}
