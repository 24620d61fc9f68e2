using System.Numerics;
using Attune.Learning.Kernels;
using static Attune.Learning.Sessions.SessionEncoder;

namespace Attune.Learning.Sessions;

/// <summary>The gradient of one batch of prefixes: cross-entropy of the next item among the candidates drawn.</summary>
/// <remarks>
/// <para><b>Work is cut in fixed pieces</b>, of 64 rows and of 64 candidates; each adds up in its own order into its own place, and
/// the pieces are added up in theirs. So the gradient is the same at any number of threads.</para>
/// </remarks>
sealed unsafe class SessionBatch
{
    internal const int RowsPerBlock = 64;

    const int CandidatesPerBlock = 64;

    readonly SessionEmbeddingSettings _settings;
    readonly EncoderWeights _weights;
    readonly UnitVectors _items;
    readonly EncoderWeights[] _sums;
    readonly int[] _prefixes;
    readonly int[] _lengths;
    readonly float[] _byItem;
    readonly float[] _sessions;
    float[] _candidates = [];
    float[] _byScore = [];
    float[] _byCandidate = [];
    int _room;

    internal SessionBatch(SessionEmbeddingSettings settings, EncoderWeights weights, UnitVectors items)
    {
        (_settings, _weights, _items) = (settings, weights, items);
        var (batch, length, d) = (settings.Batch, settings.Length, settings.Dimensions);
        _sums = [.. Enumerable.Range(0, batch / RowsPerBlock).Select(_ => new EncoderWeights(d, length))];
        (_prefixes, _lengths) = (new int[batch * length], new int[batch]);
        (_byItem, _sessions) = (new float[batch * length * d], new float[batch * d]);
    }

    internal int[] Next { get; private set; } = [];

    internal CandidateDraw Draw { get; private set; } = null!;

    /// <summary>Sets what the gradient is of.</summary>
    internal void Begin(SessionExamples examples, ReadOnlySpan<int> rows, CandidateDraw draw, SplitMix random)
    {
        (Next, Draw) = (new int[rows.Length], draw);
        for (var row = 0; row < rows.Length; row++)
        {
            Next[row] = examples.NextOf(rows[row]);
            _lengths[row] = examples.Prefix(rows[row], _prefixes.AsSpan(row * _settings.Length, _settings.Length));
        }

        draw.Draw(random, Next);
        var d = _settings.Dimensions;
        _room = (draw.Items.Length + CandidatesPerBlock - 1) / CandidatesPerBlock * CandidatesPerBlock;
        if (_candidates.Length < _room * d)
        {
            (_candidates, _byCandidate) = (new float[_room * d], new float[_room * d]);
            _byScore = new float[_room * _settings.Batch];
        }

        for (var place = 0; place < draw.Items.Length; place++)
        {
            _items.UnitOf(draw.Items[place]).CopyTo(_candidates.AsSpan(place * d, d));
        }

        // Rows beyond the last of a short batch count nothing.
        Array.Clear(_candidates, draw.Items.Length * d, (_room - draw.Items.Length) * d);
        Array.Clear(_byScore, rows.Length * _room, (_settings.Batch - rows.Length) * _room);
    }

    /// <summary>How many pieces there are to <see cref="CandidateBlocks"/>.</summary>
    internal int CandidateBlocks => _room / CandidatesPerBlock;

    /// <summary>Forward and backward for 64 rows.</summary>
    /// <returns>The loss, summed.</returns>
    internal double RunRows(int block, int epoch, int place, Scratch scratch)
    {
        var (d, length, sum) = (_settings.Dimensions, _settings.Length, _sums[block]);
        Array.Clear(sum.Values);
        var loss = 0.0;
        for (var row = block * RowsPerBlock; row < Math.Min(Next.Length, (block + 1) * RowsPerBlock); row++)
        {
            var of = scratch.Encoding;
            of.Count = _lengths[row];
            var random = SplitMix.At(_settings.Seed, epoch, place + row);
            for (var i = 0; i < of.Count; i++)
            {
                var mask = scratch.Mask.AsSpan(i * d, d);
                Mask(random, mask);
                Elementwise.Multiply(_items.UnitOf(_prefixes[(row * length) + i]), mask, of.VectorAt(i));
            }

            Forward(_weights, of);
            of.Session.CopyTo(_sessions.AsSpan(row * d, d));
            loss += Score(row, of.Session, scratch.BySession);
            Backward(_weights, of, scratch.BySession, sum);
            for (var i = 0; i < of.Count; i++)
            {
                Elementwise.Multiply(of.HiddenAt(i), scratch.Mask.AsSpan(i * d, d), _byItem.AsSpan(((row * length) + i) * d, d));
            }
        }

        return loss;
    }

    /// <summary>The gradient by 64 candidates, over all rows.</summary>
    internal void RunCandidates(int block)
    {
        var (d, first) = (_settings.Dimensions, block * CandidatesPerBlock);
        Array.Clear(_byCandidate, first * d, CandidatesPerBlock * d);
        fixed (float* scores = _byScore, sessions = _sessions, sums = _byCandidate)
        {
            for (var candidate = first; candidate < first + CandidatesPerBlock; candidate += TileProduct.Rows)
            {
                for (var column = 0; column < d; column += TileProduct.Columns)
                {
                    TileProduct.Subtract(
                        scores + candidate, _room, sessions + column, d, _settings.Batch, sums + (candidate * d) + column, d);
                }
            }
        }
    }

    /// <summary>Adds the pieces up: into the items' gradients, and returns the weights'.</summary>
    internal EncoderWeights Conclude()
    {
        var (d, length) = (_settings.Dimensions, _settings.Length);
        for (var block = 1; block < _sums.Length; block++)
        {
            ScaledAddition.Add(1, _sums[block].Values, _sums[0].Values);
        }

        for (var place = 0; place < Draw.Items.Length; place++)
        {
            // The product above is taken away: its sign is turned here.
            Scale(_byCandidate.AsSpan(place * d, d), -1);
            _items.AddGradient(Draw.Items[place], _byCandidate.AsSpan(place * d, d));
        }

        for (var row = 0; row < Next.Length; row++)
        {
            for (var i = 0; i < _lengths[row]; i++)
            {
                _items.AddGradient(_prefixes[(row * length) + i], _byItem.AsSpan(((row * length) + i) * d, d));
            }
        }

        return _sums[0];
    }

    /// <summary>Scores the candidates, writes the gradient by the scores, and the one by the session's vector.</summary>
    double Score(int row, ReadOnlySpan<float> session, Span<float> bySession)
    {
        var count = Draw.Items.Length;
        var scores = _byScore.AsSpan(row * _room, _room);
        RowProducts.Of(_candidates, session, scores);
        var (sharpness, next) = (1 / _settings.Temperature, Draw.PlaceOf(Next[row]));
        var wanted = scores[next] * sharpness;
        Sharpen(scores[..count], sharpness, Draw.Offsets);
        scores[next] = wanted;
        var most = Most(scores[..count]);
        var total = Exponentials(scores[..count], most);
        var loss = MathF.Log(total) + most - wanted;
        Scale(scores[..count], sharpness / (total * Next.Length));
        scores[next] -= sharpness / Next.Length;
        scores[count..].Clear();
        bySession.Clear();
        RowSum.Add(_candidates, scores, bySession);
        return loss;
    }

    static void Sharpen(Span<float> scores, float by, ReadOnlySpan<float> offsets)
    {
        var at = 0;
        for (; at <= scores.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            ((new Vector<float>(scores[at..]) * by) + new Vector<float>(offsets[at..])).CopyTo(scores[at..]);
        }

        for (; at < scores.Length; at++)
        {
            scores[at] = (scores[at] * by) + offsets[at];
        }
    }

    static float Most(ReadOnlySpan<float> scores)
    {
        var (most, at) = (float.NegativeInfinity, 0);
        var all = new Vector<float>(most);
        for (; at <= scores.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            all = Vector.Max(all, new Vector<float>(scores[at..]));
        }

        for (var lane = 0; lane < Vector<float>.Count; lane++)
        {
            most = Math.Max(most, all[lane]);
        }

        for (; at < scores.Length; at++)
        {
            most = Math.Max(most, scores[at]);
        }

        return most;
    }

    static float Exponentials(Span<float> scores, float most)
    {
        var (sums, at) = (Vector<float>.Zero, 0);
        for (; at <= scores.Length - Vector<float>.Count; at += Vector<float>.Count)
        {
            var values = Vector.Exp(new Vector<float>(scores[at..]) - new Vector<float>(most));
            values.CopyTo(scores[at..]);
            sums += values;
        }

        var total = Vector.Sum(sums);
        for (; at < scores.Length; at++)
        {
            total += scores[at] = MathF.Exp(scores[at] - most);
        }

        return total;
    }

    void Mask(SplitMix random, Span<float> mask)
    {
        var kept = 1 / (1 - _settings.Dropout);
        foreach (ref var value in mask)
        {
            value = _settings.Dropout > 0 && random.NextFloat() < _settings.Dropout ? 0 : kept;
        }
    }

    /// <summary>What one thread works in.</summary>
    internal sealed class Scratch(SessionEmbeddingSettings settings)
    {
        internal Encoding Encoding { get; } = new(settings.Dimensions, settings.Length);

        internal float[] Mask { get; } = new float[settings.Length * settings.Dimensions];

        internal float[] BySession { get; } = new float[settings.Dimensions];
    }
}
