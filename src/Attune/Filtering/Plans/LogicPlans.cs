using Attune.Catalog.Columns;

namespace Attune.Filtering.Plans;

sealed class ConstantPlan(bool value) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words) => words.Fill(value ? ulong.MaxValue : 0);
}

sealed class NotPlan(ConditionPlan operand) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        operand.Evaluate(chunk, words);
        foreach (ref var word in words)
        {
            word = ~word;
        }
    }
}

/// <summary>All of several; stops where nothing is left.</summary>
sealed class AllPlan(ConditionPlan[] operands) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Fill(ulong.MaxValue);
        Span<ulong> next = stackalloc ulong[ChunkBits.Words];
        foreach (var operand in operands)
        {
            operand.Evaluate(chunk, next);
            var left = 0UL;
            for (var word = 0; word < next.Length; word++)
            {
                left |= words[word] &= next[word];
            }

            if (left == 0)
            {
                return;
            }
        }
    }
}

sealed class AnyPlan(ConditionPlan[] operands) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        words.Clear();
        Span<ulong> next = stackalloc ulong[ChunkBits.Words];
        foreach (var operand in operands)
        {
            operand.Evaluate(chunk, next);
            for (var word = 0; word < next.Length; word++)
            {
                words[word] |= next[word];
            }
        }
    }
}

/// <summary>Where two conditions are both known and agree, or differ.</summary>
sealed class SameTruthPlan(bool same, ConditionPlan left, ConditionPlan right, ConditionPlan known) : ConditionPlan
{
    internal override void Evaluate(int chunk, Span<ulong> words)
    {
        Span<ulong> other = stackalloc ulong[ChunkBits.Words];
        Span<ulong> sure = stackalloc ulong[ChunkBits.Words];
        left.Evaluate(chunk, words);
        right.Evaluate(chunk, other);
        known.Evaluate(chunk, sure);
        for (var word = 0; word < words.Length; word++)
        {
            var differ = words[word] ^ other[word];
            words[word] = sure[word] & (same ? ~differ : differ);
        }
    }
}
