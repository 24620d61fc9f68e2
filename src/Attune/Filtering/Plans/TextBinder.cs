using Attune.Catalog;

namespace Attune.Filtering.Plans;

/// <summary>Binds what is said of texts and sets of text.</summary>
sealed class TextBinder(CatalogSnapshot snapshot, QuestionValues values)
{
    readonly Interpreter _interpreter = new(values);

    internal ConditionPlan Compare(Condition.Texts texts)
    {
        var relation = texts.Relation;
        switch (SourceOf(texts.Left), SourceOf(texts.Right))
        {
            case (null, null):
                return new ConstantPlan(_interpreter.Holds(texts));
            case ({ } left, { } right):
                return new TextPairPlan(left, right, relation);
            case ({ } source, null) when _interpreter.Text(texts.Right) is { } right:
                return relation == TextRelation.Equal ? source.Having([right]) : new TextPlan(source, text => Meaning.Holds(relation, text, right));
            case (null, { } source) when _interpreter.Text(texts.Left) is { } left:
                return relation == TextRelation.Equal ? source.Having([left]) : new TextPlan(source, text => Meaning.Holds(relation, left, text));
            default:
                return new ConstantPlan(false);
        }
    }

    internal ConditionPlan Member(Condition.Member member)
    {
        if (!member.Set.OfItem)
        {
            return OneOf(member.Text, values.Of(member.Set).Members ?? []);
        }

        var members = snapshot.ColumnOf(member.Set.Definition).Members!;
        if (SourceOf(member.Text) is { } source)
        {
            return new MemberPairPlan(source, members, snapshot.Texts);
        }

        return _interpreter.Text(member.Text) is { } text && snapshot.Texts.TryGet(text, out var code) && members.TryGetValue(code, out var postings)
            ? new PostingsPlan([postings])
            : new ConstantPlan(false);
    }

    internal ConditionPlan OneOf(TextTerm text, IEnumerable<string> list) => SourceOf(text) is { } source
        ? source.Having(list)
        : new ConstantPlan(_interpreter.Text(text) is { } one && list.Contains(one));

    // Null where the text is the same for all items.
    TextSource? SourceOf(TextTerm term) => term switch
    {
        TextTerm.Of { Property.OfItem: true } of => new PropertyTexts(snapshot.ColumnOf(of.Property.Definition), snapshot.Texts),
        TextTerm.Id { Subject: Subject.Item } => new ItemIds(snapshot.Shared.Ids, snapshot.Size),
        _ => null,
    };
}
