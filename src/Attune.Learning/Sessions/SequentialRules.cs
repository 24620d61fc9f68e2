using Attune.Learning.Neighbors;
using Attune.Learning.Parallelism;
using Attune.Learning.Splits;

namespace Attune.Learning.Sessions;

/// <summary>Which item leads to which: steps within sessions, counted by how many items lie between, in their direction.</summary>
/// <remarks>
/// <para><b>Computes.</b> With g the number of steps from an occurrence of i to a later one of j in a session, g ≤ window:
/// <code>
///   s(i → j) = Σ over such pairs of  g^(−p) · 2^(−age / half-life)   [+ backward · the same with i and j changed]
///              ─────────────────────────────────────────────────
///                          nᵢ^a · nⱼ^b                                  n: occurrences
/// </code>
/// The age of a session is the number of sessions begun after it. An item that was taken up twice in a session leads to itself.</para>
/// <para><b>Source.</b> SR of Kamehkhosh, Jannach, Ludewig, "A Comparison of Frequent Pattern Techniques and a Deep Learning Method for
/// Session-Based Recommendation", RecTemp 2017; the step back, recency and the two powers are added here.</para>
/// <para><b>Cost.</b> O(interactions · window), and 8 bytes an item of scratch a thread. Repeats bit for bit at any thread count.</para>
/// <para><b>Edges.</b> An item that was alone in its sessions has an empty list.</para>
/// </remarks>
public static class SequentialRules
{
    const int ItemsPerBlock = 64;

    /// <summary>Counts the rules.</summary>
    /// <param name="train">A user is a session, in order of time. Strengths do not matter.</param>
    /// <param name="settings">How steps count.</param>
    /// <param name="cancellation">Ends the work within 64 items.</param>
    public static NeighborLists Train(Interactions train, SequentialRulesSettings settings, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        var counting = new Counting(train, settings);
        var (neighbors, scores) = (new int[train.Items * settings.K], new float[train.Items * settings.K]);
        Blocks.Run(
            train.Items,
            ItemsPerBlock,
            settings.Threads,
            () => new Scratch(train.Items, settings.K),
            (scratch, from, to) =>
            {
                for (var item = from; item < to; item++)
                {
                    counting.Follow(item, scratch);
                    counting.Take(item, scratch, neighbors.AsSpan(item * settings.K, settings.K), scores.AsSpan(item * settings.K, settings.K));
                }
            },
            null,
            cancellation);
        return new NeighborLists(train.Items, settings.K, neighbors, scores);
    }

    sealed class Counting
    {
        readonly SequentialRulesSettings _settings;
        readonly Sequences _sequences;
        readonly int[] _sessionOf;
        readonly int[] _starts;
        readonly int[] _places;
        readonly float[] _byGap;

        internal Counting(Interactions train, SequentialRulesSettings settings)
        {
            (_settings, _sequences) = (settings, Sequences.From(train));
            _sessionOf = new int[train.Count];
            for (var session = 0; session < _sequences.Count; session++)
            {
                _sessionOf.AsSpan(_sequences.StartOf(session), _sequences.Of(session).Length).Fill(session);
            }

            _starts = new int[train.Items + 1];
            foreach (var item in _sequences.Items)
            {
                _starts[item + 1]++;
            }

            for (var item = 0; item < train.Items; item++)
            {
                _starts[item + 1] += _starts[item];
            }

            (var next, _places) = (_starts[..^1], new int[train.Count]);
            for (var place = 0; place < _places.Length; place++)
            {
                _places[next[_sequences.Items[place]]++] = place;
            }

            _byGap = [.. Enumerable.Range(0, settings.Window + 1).Select(gap => gap == 0 ? 0 : MathF.Pow(gap, -settings.GapExponent))];
        }

        /// <summary>Sums the steps from an item into the scratch.</summary>
        internal void Follow(int item, Scratch scratch)
        {
            foreach (var place in _places.AsSpan(_starts[item], Occurrences(item)))
            {
                var session = _sessionOf[place];
                var (start, end) = (_sequences.StartOf(session), _sequences.StartOf(session + 1));
                var weight = SessionSearch.Recency(_sequences.Count - 1 - session, _settings.RecencyHalfLife);
                for (var gap = 1; gap <= _settings.Window && place + gap < end; gap++)
                {
                    scratch.Add(_sequences.Items[place + gap], weight * _byGap[gap]);
                }

                for (var gap = 1; gap <= _settings.Window && place - gap >= start && _settings.Backward > 0; gap++)
                {
                    scratch.Add(_sequences.Items[place - gap], weight * _byGap[gap] * _settings.Backward);
                }
            }
        }

        /// <summary>Writes the best of the sums and clears them.</summary>
        internal void Take(int item, Scratch scratch, Span<int> neighbors, Span<float> scores)
        {
            var source = MathF.Pow(Math.Max(1, Occurrences(item)), _settings.SourceExponent);
            scratch.Best.Clear();
            foreach (var other in scratch.Met)
            {
                var score = scratch.Take(other) / (source * MathF.Pow(Occurrences(other), _settings.TargetExponent));
                if (score > 0)
                {
                    scratch.Best.Offer(other, score);
                }
            }

            scratch.Forget();
            var count = scratch.Best.Write(neighbors, scores);
            neighbors[count..].Fill(-1);
        }

        int Occurrences(int item) => _starts[item + 1] - _starts[item];
    }

    sealed class Scratch(int items, int k)
    {
        readonly float[] _sums = new float[items];
        readonly int[] _met = new int[items];
        int _count;

        internal BestNeighbors Best { get; } = new(k);

        internal ReadOnlySpan<int> Met => _met.AsSpan(0, _count);

        internal void Add(int item, float weight)
        {
            // What fades to 0 has not been met.
            if (_sums[item] == 0 && weight > 0)
            {
                _met[_count++] = item;
            }

            _sums[item] += weight;
        }

        internal float Take(int item)
        {
            var sum = _sums[item];
            _sums[item] = 0;
            return sum;
        }

        internal void Forget() => _count = 0;
    }
}
