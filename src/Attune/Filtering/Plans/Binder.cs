using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Binds a filter's tree to the columns of one snapshot. Cost: a few allocations an operator, nothing an item.</summary>
sealed class Binder(CatalogSnapshot snapshot, FilterContext context)
{
    // Up to here a list is compared code by code, wide; beyond, each different text is looked up once.
    const int MostCompared = 8;

    internal ConditionPlan Bind(Condition condition) => condition switch
    {
        Condition.Constant constant => new ConstantPlan(constant.Value),
        Condition.Flag flag => new FlagPlan(Column(flag.Property).Flags!, Catalog.Columns.Column.True),
        Condition.Has has => Present(has.Property),
        Condition.Not not => new NotPlan(Bind(not.Operand)),
        Condition.All all => new AllPlan([.. all.Operands.Select(Bind)]),
        Condition.Any any => new AnyPlan([.. any.Operands.Select(Bind)]),
        Condition.SameTruth same => new SameTruthPlan(
            same.Same, Bind(same.Left), Bind(same.Right), new AllPlan([Known(same.Left), Known(same.Right)])),
        Condition.Numbers numbers => new ComparePlan(numbers.Relation, Bind(numbers.Left), Bind(numbers.Right)),
        Condition.Texts texts => Texts(texts),
        Condition.Member member => Member(member),
        Condition.OneOfTexts one => OneOf(one),
        Condition.OneOfNumbers one => new OneOfNumbersPlan(Bind(one.Number), [.. one.List.Order()]),
        _ => throw new InvalidOperationException($"No plan for {condition.GetType().Name}."),
    };

    NumberPlan Bind(NumberTerm term)
    {
        switch (term)
        {
            case NumberTerm.Literal literal:
                return new LiteralPlan(literal.Value);
            case NumberTerm.Of of:
                return new NumberColumnPlan(Column(of.Property).Numbers!);
            case NumberTerm.SizeOf size:
                return new NumberColumnPlan(Column(size.Set).Numbers!);
            case NumberTerm.Now:
                return new LiteralPlan(context.Now.Micros);
            case NumberTerm.Arithmetic sum:
                var (left, right) = (Bind(sum.Left), Bind(sum.Right));
                return left is LiteralPlan a && right is LiteralPlan b
                    ? new LiteralPlan(Meaning.Compute(sum.Operator, a.Value, b.Value))
                    : new ArithmeticPlan(sum.Operator, left, right);
            default:
                throw new InvalidOperationException($"No plan for {term.GetType().Name}.");
        }
    }

    ConditionPlan Present(PropertyDefinition property)
    {
        var column = Column(property);
        if (column.Flags is { } flags)
        {
            return new AnyPlan([new FlagPlan(flags, Catalog.Columns.Column.False), new FlagPlan(flags, Catalog.Columns.Column.True)]);
        }

        // Equal to itself: false for NaN only.
        return column.Codes is { } codes
            ? new CodePresentPlan(codes)
            : new ComparePlan(Relation.Equal, new NumberColumnPlan(column.Numbers!), new NumberColumnPlan(column.Numbers!));
    }

    ConditionPlan Known(Condition condition) => condition is Condition.Flag flag ? Present(flag.Property) : new ConstantPlan(true);

    ConditionPlan Texts(Condition.Texts texts)
    {
        var relation = texts.Relation;
        switch (texts.Left, texts.Right)
        {
            case (TextTerm.Literal left, TextTerm.Literal right):
                return new ConstantPlan(Meaning.Holds(relation, left.Value, right.Value));
            case (TextTerm.Of left, TextTerm.Of right):
                return new TextPairPlan(Codes(left), Codes(right), snapshot.Texts, relation);
            case (TextTerm.Of of, TextTerm.Literal right):
                return relation == TextRelation.Equal
                    ? Code(of, right.Value)
                    : new TextPlan(Codes(of), snapshot.Texts, text => Meaning.Holds(relation, text, right.Value));
            case (TextTerm.Literal left, TextTerm.Of of):
                return relation == TextRelation.Equal
                    ? Code(of, left.Value)
                    : new TextPlan(Codes(of), snapshot.Texts, text => Meaning.Holds(relation, left.Value, text));
            default:
                throw new InvalidOperationException($"No plan for {texts}.");
        }
    }

    ConditionPlan Member(Condition.Member member)
    {
        var members = Column(member.Set).Members!;
        if (member.Text is TextTerm.Of of)
        {
            return new MemberPairPlan(Codes(of), members);
        }

        return snapshot.Texts.TryGet(((TextTerm.Literal)member.Text).Value, out var code) && members.TryGetValue(code, out var postings)
            ? new MemberPlan(postings)
            : new ConstantPlan(false);
    }

    ConditionPlan OneOf(Condition.OneOfTexts one)
    {
        if (one.Text is TextTerm.Literal literal)
        {
            return new ConstantPlan(one.List.Contains(literal.Value));
        }

        var of = (TextTerm.Of)one.Text;
        if (one.List.Count <= MostCompared)
        {
            return new AnyPlan([.. one.List.Select(text => Code(of, text))]);
        }

        var list = one.List.ToHashSet(StringComparer.Ordinal);
        return new TextPlan(Codes(of), snapshot.Texts, list.Contains);
    }

    ConditionPlan Code(TextTerm.Of of, string text) =>
        snapshot.Texts.TryGet(text, out var code) ? new CodePlan(Codes(of), code) : new ConstantPlan(false);

    ChunkedArray<int> Codes(TextTerm.Of of) => Column(of.Property).Codes!;

    // A property of a newer schema than the snapshot's: no item has it yet.
    Column Column(PropertyDefinition property) =>
        property.Index < snapshot.Columns.Length ? snapshot.Columns[property.Index] : Catalog.Columns.Column.Empty(property.Type);
}
