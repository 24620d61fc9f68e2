using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

sealed class ConstantPlan(bool value) : ConditionPlan
{
    internal bool Value => value;

    internal override int Cost => 0;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        if (!value)
        {
            words.Clear();
        }
    }
}

sealed class NotPlan(ConditionPlan operand) : ConditionPlan
{
    internal override int Cost => operand.Cost;

    internal override IReadOnlyList<ConditionPlan> Parts { get; } = [operand];

    protected override void Apply(int chunk, Span<ulong> words)
    {
        Span<ulong> holds = stackalloc ulong[ChunkBits.Words];
        words.CopyTo(holds);
        operand.Narrow(chunk, holds);
        for (var word = 0; word < words.Length; word++)
        {
            words[word] &= ~holds[word];
        }
    }
}

/// <summary>All of several, the cheapest first; each judges only what those before have left.</summary>
sealed class AllPlan : ConditionPlan
{
    readonly ConditionPlan[] _operands;

    internal AllPlan(IEnumerable<ConditionPlan> operands)
    {
        _operands = [.. operands.OrderBy(operand => operand.Cost)];
        Cost = _operands.Sum(operand => operand.Cost);
    }

    internal override int Cost { get; }

    internal override IReadOnlyList<ConditionPlan> Parts => _operands;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        foreach (var operand in _operands)
        {
            if (!words.ContainsAnyExcept(0UL))
            {
                return;
            }

            operand.Narrow(chunk, words);
        }
    }
}

/// <summary>Any of several, the cheapest first; each judges only what those before have not taken.</summary>
sealed class AnyPlan : ConditionPlan
{
    readonly ConditionPlan[] _operands;

    internal AnyPlan(IEnumerable<ConditionPlan> operands)
    {
        _operands = [.. operands.OrderBy(operand => operand.Cost)];
        Cost = _operands.Sum(operand => operand.Cost);
    }

    internal override int Cost { get; }

    internal override IReadOnlyList<ConditionPlan> Parts => _operands;

    protected override void Apply(int chunk, Span<ulong> words)
    {
        Span<ulong> left = stackalloc ulong[ChunkBits.Words];
        Span<ulong> holds = stackalloc ulong[ChunkBits.Words];
        words.CopyTo(left);
        words.Clear();
        foreach (var operand in _operands)
        {
            if (!left.ContainsAnyExcept(0UL))
            {
                return;
            }

            left.CopyTo(holds);
            operand.Narrow(chunk, holds);
            for (var word = 0; word < words.Length; word++)
            {
                words[word] |= holds[word];
                left[word] &= ~holds[word];
            }
        }
    }
}

/// <summary>Where two conditions are both known and agree, or differ.</summary>
sealed class SameTruthPlan(bool same, ConditionPlan left, ConditionPlan right, ConditionPlan known) : ConditionPlan
{
    internal override int Cost => left.Cost + right.Cost + known.Cost;

    internal override IReadOnlyList<ConditionPlan> Parts { get; } = [left, right, known];

    protected override void Apply(int chunk, Span<ulong> words)
    {
        Span<ulong> one = stackalloc ulong[ChunkBits.Words];
        Span<ulong> other = stackalloc ulong[ChunkBits.Words];
        known.Narrow(chunk, words);
        words.CopyTo(one);
        words.CopyTo(other);
        left.Narrow(chunk, one);
        right.Narrow(chunk, other);
        for (var word = 0; word < words.Length; word++)
        {
            var differ = one[word] ^ other[word];
            words[word] &= same ? ~differ : differ;
        }
    }
}
