using Attune.Events;
using Attune.Filtering;
using Attune.Profiles;

namespace Attune.Recommending.Lists;

/// <summary>Makes one page: reads the profile once, and lets each row choose from what the rows before it left.</summary>
/// <remarks><b>Deadline.</b> It is the page's: a row that comes too late is made by a lower rung, and no row is left out for it.</remarks>
sealed class PageMaking(Recommender recommender, PageRequest page)
{
    // A deadline is above 0; this much makes a row by the lowest rung.
    static readonly TimeSpan Least = TimeSpan.FromTicks(1);

    /// <summary>How many first items of a row say how well it suits.</summary>
    const int Telling = 3;

    readonly Deadline _deadline = new(recommender.Clock, page.Asked.Deadline);
    readonly List<ItemId> _taken = [.. page.Asked.Exclude];
    (Profile Profile, PrecomputedList? List) _known;

    public async ValueTask<PageOutcome> MakeAsync(CancellationToken cancellation)
    {
        if (FaultOf() is { } fault)
        {
            return new PageOutcome.Refused(fault);
        }

        await recommender.WaitAsync(page.Asked.After, _deadline, cancellation);
        var watermark = recommender.Watermark;
        _known = await recommender.ReadAsync(page.Asked, _deadline, cancellation);
        var rows = new List<FilledRow>();
        var dropped = new List<string>();
        for (var n = 0; n < page.Rows.Count; n++)
        {
            var row = page.Rows[n];
            var made = await MakeAsync(row, cancellation);
            if (made is RecommendOutcome.Refused refused)
            {
                return new PageOutcome.Refused(Of(n, refused));
            }

            if (made is RecommendOutcome.Answered { Recommendation: var answer } && answer.Items.Count >= row.Minimum)
            {
                rows.Add(new FilledRow(row, ItemOf(row), answer));
                _taken.AddRange(answer.Items.Select(item => item.Item));
            }
            else
            {
                dropped.Add(row.Name);
            }
        }

        if (page.Ranked)
        {
            rows = await RankAsync(rows, cancellation);
        }

        return new PageOutcome.Answered(new Page(rows, dropped, watermark, _deadline.Taken));
    }

    async ValueTask<RecommendOutcome?> MakeAsync(PageRow row, CancellationToken cancellation)
    {
        var request = Request(row);
        var isAboutItems = row.Kind is RowKind.Similar or RowKind.Complements or RowKind.BoughtAfter;
        var made = isAboutItems && request.Item is null && request.Cart.Count == 0
            ? null
            : await recommender.AskAsync(request, KindOf(row.Kind), _known, cancellation);
        if (!row.Fill || made is RecommendOutcome.Refused)
        {
            return made;
        }

        var first = (made as RecommendOutcome.Answered)?.Recommendation;
        var missing = (row.Count ?? RecommendationRequest.DefaultCount) - (first?.Items.Count ?? 0);
        if (missing <= 0)
        {
            return made;
        }

        var rest = request with
        {
            Item = null,
            Cart = [],
            Relation = null,
            Count = missing,
            Exclude = [.. _taken, .. first?.Items.Select(item => item.Item) ?? []],
            Deadline = Left,
        };
        return await recommender.AskAsync(rest, null, _known, cancellation) is RecommendOutcome.Answered { Recommendation: var filling }
            ? new RecommendOutcome.Answered(first is null ? filling : first with { Items = [.. first.Items, .. filling.Items] })
            : made;
    }

    // One order of all items of the page: how far in front a row's first ones stand says how well it suits.
    async ValueTask<List<FilledRow>> RankAsync(List<FilledRow> rows, CancellationToken cancellation)
    {
        ItemId[] given = [.. rows.SelectMany(row => row.Answer.Items.Take(Telling).Select(item => item.Item))];
        var request = page.Asked with
        {
            Given = given,
            Item = null,
            Cart = [],
            Relation = null,
            Count = null,
            Exclude = [],
            Filter = null,
            Deadline = Left,
            Explain = false,
            Recorded = false,
        };
        if (given.Length == 0 || await recommender.AskAsync(request, null, _known, cancellation) is not RecommendOutcome.Answered(var order))
        {
            return rows;
        }

        var scores = order.Items.ToDictionary(item => item.Item, item => item.Score);
        return [.. rows.OrderByDescending(row => row.Answer.Items.Take(Telling).Select(item => scores.GetValueOrDefault(item.Item)).DefaultIfEmpty().Average())];
    }

    TimeSpan Left => _deadline.Left is var left && left > Least ? left : Least;

    RecommendationRequest Request(PageRow row)
    {
        var isAboutItems = row.Kind is RowKind.Similar or RowKind.Complements or RowKind.BoughtAfter;
        var ofCart = row.Kind == RowKind.Complements && row.Item is null && page.Asked.Cart.Count > 0;
        return page.Asked with
        {
            Scenario = row.Scenario,
            Count = row.Count,
            Item = isAboutItems && !ofCart ? ItemOf(row) : null,
            Cart = ofCart ? page.Asked.Cart : [],
            Given = [],
            Relation = row.Kind switch
            {
                RowKind.Similar => ItemRelation.Similar,
                RowKind.Complements => ItemRelation.Complements,
                RowKind.BoughtAfter => ItemRelation.BoughtAfter,
                _ => null,
            },
            Filter = (page.Asked.Filter, row.Filter) switch
            {
                ({ } all, { } own) => $"({all}) && ({own})",
                var (all, own) => all ?? own,
            },
            Exclude = [.. _taken],
            After = LogToken.None,
            Deadline = Left,
        };
    }

    ItemId? ItemOf(PageRow row)
    {
        if (row.Kind is not (RowKind.Similar or RowKind.Complements or RowKind.BoughtAfter))
        {
            return null;
        }

        var recent = _known.Profile.Recent;
        return row.Item
            ?? (row.Kind == RowKind.Complements && page.Asked.Cart.Count > 0 ? null
                : page.Asked.Events.Count > 0 ? page.Asked.Events[^1].Item
                : recent.IsEmpty ? null : recommender.IdOf(recent[^1].Item));
    }

    static IListKind? KindOf(RowKind kind) => kind switch
    {
        RowKind.Trending => new TrendingNow(null),
        RowKind.RecentlyViewed => RecentlyViewed.Instance,
        RowKind.BuyAgain => BuyAgain.Instance,
        _ => null,
    };

    RecommendOutcome.Refused? FaultOf()
    {
        if (page.Rows.Count is 0 or > PageRequest.MaxRows)
        {
            return new("rows", FormattableString.Invariant($"{page.Rows.Count}"), $"A page has 1 to {PageRequest.MaxRows} rows.");
        }

        if ((RequestRules.FaultOf(page.Asked with { Item = null, Count = null, Relation = null, Given = [] }) ?? FilterFaultOf(page.Asked.Filter)) is { } fault)
        {
            return fault;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var n = 0; n < page.Rows.Count; n++)
        {
            var row = page.Rows[n];
            var wrong = !names.Add(row.Name)
                ? new("name", row.Name, "Each row has a name of its own.")
                : RequestRules.FaultOf(new() { Count = row.Count }) ?? FilterFaultOf(row.Filter);
            if (wrong is not null)
            {
                return Of(n, wrong);
            }
        }

        return null;
    }

    RecommendOutcome.Refused? FilterFaultOf(string? filter) =>
        filter is not null && recommender.Compile(filter) is FilterOutcome.Refused refused ? RequestRules.Refuse(filter, refused.Fault) : null;

    static RecommendOutcome.Refused Of(int row, RecommendOutcome.Refused fault) =>
        fault with { Field = FormattableString.Invariant($"rows[{row}].{fault.Field}") };
}
