using System.Collections.Concurrent;
using Attune.Catalog;
using Attune.Catalog.Columns;
using Attune.Filtering.Plans;

namespace Attune.Filtering;

/// <summary>The answers of filters asked before; bounded, the one unused longest goes first.</summary>
/// <remarks>
/// <para><b>After a change</b> an answer is mended, not thrown away: copied (1 bit an item) and worked out again for the
/// chunks of 1 024 items that changed since.</para>
/// <para><b>Memory.</b> One bit an item for each answer: 256 answers over 1 000 000 items are 32 MB.</para>
/// </remarks>
sealed class FilterCache(int capacity)
{
    readonly ConcurrentDictionary<CompiledFilter, Answer> _answers = new();
    long _clock;

    internal ItemSet Evaluate(CatalogSnapshot snapshot, CompiledFilter filter, FilterContext context)
    {
        if (filter.Varies)
        {
            return WorkVarying(snapshot, filter, context);
        }

        var version = snapshot.Versions.Current;
        if (_answers.TryGetValue(filter, out var answer))
        {
            answer.Used = ++_clock;
            if (answer.Version == version)
            {
                return answer.Items;
            }

            // A request that still holds an older snapshot works its answer out alone.
            if (answer.Version > version)
            {
                return Work(snapshot, filter, context, null);
            }
        }

        var items = Work(snapshot, filter, context, answer);
        _answers[filter] = new Answer(items, version) { Used = ++_clock };
        Trim();
        return items;
    }

    /// <summary>The parts that do not vary are looked up; the others judge only what those leave.</summary>
    ItemSet WorkVarying(CatalogSnapshot snapshot, CompiledFilter filter, FilterContext context)
    {
        var among = filter.Steady is { } steady ? Evaluate(snapshot, steady, context) : snapshot.Listed;
        var set = new ItemSet(snapshot.Size);
        among.Words.CopyTo(set.Bits);
        var plan = new Binder(snapshot, new QuestionValues(snapshot, context)).Bind(filter.Varying);
        for (var chunk = 0; chunk < ChunkBits.Count(snapshot.Size); chunk++)
        {
            Narrow(plan, chunk, set);
        }

        return set;
    }

    static ItemSet Work(CatalogSnapshot snapshot, CompiledFilter filter, FilterContext context, Answer? earlier)
    {
        var set = new ItemSet(snapshot.Size);
        earlier?.Items.Words.CopyTo(set.Bits);
        var plan = new Binder(snapshot, new QuestionValues(snapshot, context)).Bind(filter.Root);
        var listed = snapshot.Listed.Words;
        for (var chunk = 0; chunk < ChunkBits.Count(snapshot.Size); chunk++)
        {
            if (earlier is not null && !snapshot.Versions.ChangedSince(chunk, earlier.Version))
            {
                continue;
            }

            var first = chunk * ChunkBits.Words;
            var end = Math.Min(first + ChunkBits.Words, set.Bits.Length);
            listed[first..end].CopyTo(set.Bits[first..end]);
            Narrow(plan, chunk, set);
        }

        return set;
    }

    static void Narrow(ConditionPlan plan, int chunk, ItemSet set)
    {
        var first = chunk * ChunkBits.Words;
        var into = set.Bits[first..Math.Min(first + ChunkBits.Words, set.Bits.Length)];
        if (!into.ContainsAnyExcept(0UL))
        {
            return;
        }

        if (into.Length == ChunkBits.Words)
        {
            plan.Narrow(chunk, into);
            return;
        }

        // The last chunk may be short; plans write whole ones.
        Span<ulong> words = stackalloc ulong[ChunkBits.Words];
        words.Clear();
        into.CopyTo(words);
        plan.Narrow(chunk, words);
        words[..into.Length].CopyTo(into);
    }

    void Trim()
    {
        while (_answers.Count > capacity)
        {
            _answers.TryRemove(_answers.MinBy(pair => pair.Value.Used).Key, out _);
        }
    }

    sealed class Answer(ItemSet items, long version)
    {
        internal ItemSet Items => items;

        internal long Version => version;

        // Racing readers may lose a tick: the order of eviction need not be exact.
        internal long Used { get; set; }
    }
}
