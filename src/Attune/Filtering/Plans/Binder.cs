using Attune.Catalog;
using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

/// <summary>Binds a filter's tree to the columns of one snapshot and to one question.</summary>
/// <remarks>
/// What does not depend on the item judged becomes a value here, once for the question. Cost: a few allocations an operator,
/// nothing an item.
/// </remarks>
sealed class Binder(CatalogSnapshot snapshot, QuestionValues values)
{
    readonly TextBinder _texts = new(snapshot, values);
    readonly Interpreter _interpreter = new(values);

    internal ConditionPlan Bind(Condition condition) => condition switch
    {
        Condition.Constant constant => new ConstantPlan(constant.Value),
        Condition.Flag { Property.OfItem: true } flag => new FlagPlan(Column(flag.Property).Flags!, Catalog.Columns.Column.True),
        Condition.Has { Property.OfItem: true } has => Present(has.Property),
        Condition.Flag or Condition.Has or Condition.HasContextItem => new ConstantPlan(_interpreter.Holds(condition)),
        Condition.Not not => Bind(not.Operand) is ConstantPlan known ? new ConstantPlan(!known.Value) : new NotPlan(Bind(not.Operand)),
        Condition.All all => All([.. all.Operands.Select(Bind)]),
        Condition.Any any => Any([.. any.Operands.Select(Bind)]),
        Condition.SameTruth same => new SameTruthPlan(
            same.Same, Bind(same.Left), Bind(same.Right), All([Known(same.Left), Known(same.Right)])),
        Condition.Numbers numbers => Compare(numbers.Relation, Bind(numbers.Left), Bind(numbers.Right)),
        Condition.Texts texts => _texts.Compare(texts),
        Condition.Member member => _texts.Member(member),
        Condition.OneOfTexts one => _texts.OneOf(one.Text, one.List),
        Condition.OneOfNumbers one => OneOf(one.Number, one.List),
        Condition.InHistory { Subject: Subject.Item } history => new OrdinalsPlan(values.History(history.Kind)),
        Condition.InHistory => new ConstantPlan(_interpreter.Holds(condition)),
        Condition.TextInHistory history => _texts.OneOf(
            history.Text, values.OfHistory(history.Kind, history.Property).SelectMany(value => value.Members ?? [value.Text!])),
        Condition.NumberInHistory history => OneOf(history.Number, values.OfHistory(history.Kind, history.Property).Select(value => value.Number)),
        _ => throw new InvalidOperationException($"No plan for {condition.GetType().Name}."),
    };

    NumberPlan Bind(NumberTerm term)
    {
        switch (term)
        {
            case NumberTerm.Of { Property.OfItem: true } of:
                return new NumberColumnPlan(Column(of.Property).Numbers!);
            case NumberTerm.SizeOf { Set.OfItem: true } size:
                return new NumberColumnPlan(Column(size.Set).Numbers!);
            case NumberTerm.Arithmetic sum:
                var (left, right) = (Bind(sum.Left), Bind(sum.Right));
                return left is LiteralPlan a && right is LiteralPlan b
                    ? new LiteralPlan(Meaning.Compute(sum.Operator, a.Value, b.Value))
                    : new ArithmeticPlan(sum.Operator, left, right);
            case NumberTerm.Distance distance when OfItem(distance.From) || OfItem(distance.To):
                return new DistancePlan(Place(distance.From), Place(distance.To));
            case NumberTerm.OfVectors vectors when OfItem(vectors.Left) || OfItem(vectors.Right):
                return new VectorPlan(vectors.Relation, vectors.Left.Length, Vector(vectors.Left), Vector(vectors.Right));
            default:
                return new LiteralPlan(_interpreter.Number(term));
        }
    }

    static bool OfItem(PlaceTerm term) => term is PlaceTerm.Of { Property.OfItem: true };

    static bool OfItem(VectorTerm term) => term is VectorTerm.Of { Property.OfItem: true };

    Func<int, GeoPoint> Place(PlaceTerm term)
    {
        if (term is PlaceTerm.Of { Property.OfItem: true } of)
        {
            var points = Column(of.Property).Points!;
            return ordinal => points[ordinal];
        }

        var same = _interpreter.Place(term);
        return _ => same;
    }

    Func<int, float[]?> Vector(VectorTerm term)
    {
        if (term is VectorTerm.Of { Property.OfItem: true } of)
        {
            var vectors = Column(of.Property).Vectors!;
            return ordinal => vectors[ordinal];
        }

        var same = _interpreter.Vector(term);
        return _ => same;
    }

    static ConditionPlan Compare(Relation relation, NumberPlan left, NumberPlan right) => (left, right) switch
    {
        (LiteralPlan a, LiteralPlan b) => new ConstantPlan(Meaning.Holds(relation, a.Value, b.Value)),

        // The side that is the same for all stands right.
        (LiteralPlan, _) => Compare(Meaning.Turned(relation), right, left),
        (_, LiteralPlan b) when double.IsNaN(b.Value) => new ConstantPlan(false),
        _ => new ComparePlan(relation, left, right),
    };

    ConditionPlan OneOf(NumberTerm number, IEnumerable<double> list) => Bind(number) is LiteralPlan literal
        ? new ConstantPlan(list.Contains(literal.Value) && !double.IsNaN(literal.Value))
        : new OneOfNumbersPlan(Bind(number), [.. list.Order()]);

    static ConditionPlan All(ConditionPlan[] operands)
    {
        var open = operands.Where(operand => operand is not ConstantPlan { Value: true }).ToArray();
        return Array.Exists(open, operand => operand is ConstantPlan) ? new ConstantPlan(false)
            : open.Length == 0 ? new ConstantPlan(true) : open.Length == 1 ? open[0] : new AllPlan(open);
    }

    static ConditionPlan Any(ConditionPlan[] operands)
    {
        var open = operands.Where(operand => operand is not ConstantPlan { Value: false }).ToArray();
        return Array.Exists(open, operand => operand is ConstantPlan) ? new ConstantPlan(true)
            : open.Length == 0 ? new ConstantPlan(false) : open.Length == 1 ? open[0] : new AnyPlan(open);
    }

    ConditionPlan Present(PropertyOf property)
    {
        var column = Column(property);
        if (column.Flags is { } flags)
        {
            return new AnyPlan([new FlagPlan(flags, Catalog.Columns.Column.False), new FlagPlan(flags, Catalog.Columns.Column.True)]);
        }

        if (column.Points is { } points)
        {
            return new ShapePresentPlan(ordinal => !points[ordinal].IsNone);
        }

        if (column.Vectors is { } vectors)
        {
            return new ShapePresentPlan(ordinal => vectors[ordinal] is not null);
        }

        // Equal to itself: false for NaN only.
        return column.Codes is { } codes
            ? new CodePresentPlan(codes)
            : new ComparePlan(Relation.Equal, new NumberColumnPlan(column.Numbers!), new NumberColumnPlan(column.Numbers!));
    }

    ConditionPlan Known(Condition condition) => condition switch
    {
        Condition.Flag { Property.OfItem: true } flag => Present(flag.Property),
        _ => new ConstantPlan(_interpreter.IsKnown(condition)),
    };

    Column Column(PropertyOf property) => snapshot.ColumnOf(property.Definition);
}
