using System.Numerics;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Retrieval;

/// <summary>Item vectors at one byte a factor in blocks of 64, laid out for <see cref="QuantizedProducts"/>, with what bounds the error.</summary>
/// <remarks>
/// <para><b>Slots.</b> A slot holds the item of a place, in any order the caller likes; −1 leaves it empty. Blocks should hold
/// items of like length: they share one scale.</para>
/// <para><b>Head and tail.</b> Coordinates are those of <see cref="PrincipalBasis"/>. A block's first quarter is scored first;
/// only where that and the product of the remaining lengths reach what is needed, the rest is.</para>
/// <para><b>Bound.</b> With y = s·q + e (q the whole numbers, e what rounding left) and u = t·p + d likewise: y·u − s·t·(q·p) =
/// e·(t·p) + y·d, at most |e|·|t·p| + |y|·|d| (Cauchy and Schwarz). An item whose bound is below the worst of the best so
/// far is out for certain; the few others are scored exactly, so that what is found is exact.</para>
/// <para><b>Memory.</b> factors + 8 bytes a slot.</para>
/// </remarks>
sealed class QuantizedBlocks
{
    /// <summary>So few left of a block are scored exactly at once rather than bounded more closely.</summary>
    const int Few = 4;

    const int BlockItems = QuantizedProducts.BlockItems;
    const int GroupFactors = QuantizedProducts.GroupFactors;

    readonly ItemFactors _factors;
    readonly int[] _rowOf;
    readonly PrincipalBasis _basis;
    readonly int _head;
    readonly int _padded;
    readonly byte[] _heads;
    readonly byte[] _tails;
    readonly int[] _slots;
    readonly float[] _rests;
    readonly Bounds[] _bounds;

    /// <summary>Quantises.</summary>
    /// <param name="factors">The model, finite.</param>
    /// <param name="rowOf">By place: the item's row.</param>
    /// <param name="slots">Places, a multiple of 64; −1 for none.</param>
    /// <param name="basis">Of the model.</param>
    /// <param name="threads">0 = all processors; the bytes are the same at any number.</param>
    /// <param name="cancellation">Looked at every block.</param>
    public QuantizedBlocks(
        ItemFactors factors, int[] rowOf, int[] slots, PrincipalBasis basis, int threads, CancellationToken cancellation)
    {
        (_factors, _rowOf, _slots, _basis) = (factors, rowOf, slots, basis);
        _padded = (factors.Factors + GroupFactors - 1) / GroupFactors * GroupFactors;
        _head = Math.Min(_padded, Math.Max(16, _padded / 16 * GroupFactors));
        var bytes = (long)slots.Length * _padded;
        if (bytes > Array.MaxLength)
        {
            throw new ArgumentException($"{slots.Length} items of {_padded} bytes are {bytes} bytes; the limit is {Array.MaxLength}.", nameof(factors));
        }

        _heads = new byte[slots.Length * _head];
        _tails = new byte[slots.Length * (_padded - _head)];
        _rests = new float[slots.Length];
        _bounds = new Bounds[slots.Length / BlockItems];
        var numbers = BlockItems * factors.Factors;
        Blocks.Run(
            _bounds.Length,
            1,
            threads,
            () => (Rows: new float[numbers], Turned: new float[numbers]),
            (scratch, block, _) => Quantize(block, scratch.Rows, scratch.Turned),
            null,
            cancellation);
    }

    /// <summary>Numbers a user's vector has.</summary>
    public int Factors => _factors.Factors;

    /// <summary>How many blocks there are.</summary>
    public int Count => _bounds.Length;

    /// <summary>Bytes a user's levels need.</summary>
    public int UserBytes => _padded;

    /// <summary>Quantises a user's vector.</summary>
    /// <param name="vector">As the model has it.</param>
    /// <param name="turned">Scratch as long, which must live as long as what is returned.</param>
    /// <param name="levels">Scratch of <see cref="UserBytes"/>, likewise.</param>
    public QuantizedUser Quantize(ReadOnlySpan<float> vector, Span<float> turned, Span<sbyte> levels)
    {
        _basis.Turn(vector, turned);
        return new QuantizedUser(vector, turned, _head, _basis.Deviation, levels);
    }

    /// <summary>Offers all allowed items of some blocks that may be among the best, with their exact scores.</summary>
    /// <param name="from">First block.</param>
    /// <param name="to">One behind the last. Lengths must fall from block to block: the search ends where none can reach.</param>
    /// <param name="user">The user.</param>
    /// <param name="allowed">Bit i of word i / 64 allows place i; empty: all are allowed.</param>
    /// <param name="narrow">True where few are allowed: then what is allowed is looked at before the tails are.</param>
    /// <param name="kept">The best so far.</param>
    public void Search(
        int from, int to, scoped QuantizedUser user, ReadOnlySpan<ulong> allowed, bool narrow, scoped ref BestItems kept)
    {
        Span<int> sums = stackalloc int[BlockItems];
        Span<int> waiting = stackalloc int[BlockItems];
        var count = 0;
        for (var block = from; block < to; block++)
        {
            ref readonly var bounds = ref _bounds[block];
            var least = kept.Threshold;
            if ((bounds.Length * user.Reach) + Underflow < least)
            {
                break;
            }

            var open = least == float.NegativeInfinity;
            var candidates = open ? bounds.Filled : Reaching(block, user, least, sums, narrow ? allowed : []);
            candidates = Among(allowed, block, candidates);

            // What the last block left is scored now: its rows have been on their way to the cache meanwhile.
            Offer(waiting[..count], user.Vector, ref kept);
            for (count = 0; candidates != 0; candidates &= candidates - 1)
            {
                var place = _slots[(block * BlockItems) + BitOperations.TrailingZeroCount(candidates)];
                RowPrefetch.Start(_factors.Of(_rowOf[place]));
                waiting[count++] = place;
            }

            if (open)
            {
                Offer(waiting[..count], user.Vector, ref kept);
                count = 0;
            }
        }

        Offer(waiting[..count], user.Vector, ref kept);
    }

    void Offer(scoped ReadOnlySpan<int> places, scoped ReadOnlySpan<float> user, scoped ref BestItems kept)
    {
        foreach (var place in places)
        {
            kept.Offer(place, DotProduct.Of(_factors.Of(_rowOf[place]), user));
        }
    }

    /// <summary>Scores may be off by this where they are too small for a float's precision.</summary>
    double Underflow => 3e-45 * _factors.Factors;

    ulong Reaching(int block, scoped QuantizedUser user, float least, Span<int> sums, ReadOnlySpan<ulong> allowed)
    {
        ref readonly var bounds = ref _bounds[block];
        var slack = (bounds.Error * user.QuantizedLength) + (bounds.Length * user.Slack) + Underflow;
        var needed = (float)(least - slack);
        var level = bounds.Scale * user.Scale;
        var rests = _rests.AsSpan(block * BlockItems, BlockItems);
        var (head, tail) = (_head * BlockItems, (_padded - _head) * BlockItems);

        sums.Clear();
        QuantizedProducts.Add(_heads.AsSpan(block * head, head), user.Levels[.._head], sums);
        var reaching = bounds.Filled & ScoreBounds.Reaching(sums, user.HeadOffset, level, rests, user.TailLength, needed);
        reaching = Among(allowed, block, reaching);
        if (tail == 0 || BitOperations.PopCount(reaching) <= Few)
        {
            return reaching;
        }

        QuantizedProducts.Add(_tails.AsSpan(block * tail, tail), user.Levels[_head..], sums);
        return reaching & ScoreBounds.Reaching(sums, user.Offset, level, rests, 0, needed);
    }

    ulong Among(ReadOnlySpan<ulong> allowed, int block, ulong slots)
    {
        if (allowed.IsEmpty)
        {
            return slots;
        }

        var among = 0UL;
        for (var left = slots; left != 0; left &= left - 1)
        {
            var slot = BitOperations.TrailingZeroCount(left);
            var place = _slots[(block * BlockItems) + slot];
            var word = place >> 6 < allowed.Length ? allowed[place >> 6] : 0;
            among |= (word >> place & 1) << slot;
        }

        return among;
    }

    void Quantize(int block, float[] rows, float[] turned)
    {
        var f = _factors.Factors;
        var slots = _slots.AsSpan(block * BlockItems, BlockItems);
        rows.AsSpan().Clear();
        for (var n = 0; n < BlockItems; n++)
        {
            if (slots[n] >= 0)
            {
                _factors.Of(_rowOf[slots[n]]).CopyTo(rows.AsSpan(n * f));
                _bounds[block].Filled |= 1UL << n;
            }
        }

        _basis.TurnMany(rows, turned);
        ref var bounds = ref _bounds[block];
        var largest = 0f;
        for (var n = 0; n < BlockItems; n++)
        {
            bounds.Length = MathF.Max(bounds.Length, Length(rows.AsSpan(n * f, f)));
            _rests[(block * BlockItems) + n] = Length(turned.AsSpan((n * f) + Math.Min(f, _head), f - Math.Min(f, _head)));
        }

        foreach (var value in turned)
        {
            largest = MathF.Max(largest, MathF.Abs(value));
        }

        bounds.Scale = largest / QuantizedProducts.ItemLevels;
        if (!(bounds.Scale > 1e-30f))
        {
            // Too small to divide by: every item is looked at exactly as long as the lengths reach.
            (bounds.Scale, bounds.Error) = (0, bounds.Length > 0 ? float.PositiveInfinity : 0);
            return;
        }

        for (var n = 0; n < BlockItems; n++)
        {
            bounds.Error = MathF.Max(bounds.Error, Write(block, n, turned.AsSpan(n * f, f), bounds.Scale));
        }
    }

    /// <summary>Writes one item's bytes and returns the length of what rounding left.</summary>
    float Write(int block, int n, ReadOnlySpan<float> vector, float scale)
    {
        var heads = _heads.AsSpan(block * _head * BlockItems);
        var tails = _tails.AsSpan(block * (_padded - _head) * BlockItems);
        var error = 0.0;
        for (var j = 0; j < _padded; j++)
        {
            var level = j < vector.Length ? (int)MathF.Round(vector[j] / scale) : 0;
            var left = j < vector.Length ? vector[j] - ((double)level * scale) : 0;
            error += left * left;
            var within = j < _head ? j : j - _head;
            (j < _head ? heads : tails)[(within / GroupFactors * BlockItems * GroupFactors) + (n * GroupFactors) + (within % GroupFactors)] =
                (byte)(level + QuantizedProducts.ItemOffset);
        }

        return (float)(Math.Sqrt(error) * 1.0001);
    }

    static float Length(ReadOnlySpan<float> vector)
    {
        var square = 0.0;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        return (float)(Math.Sqrt(square) * 1.00001);
    }

    /// <summary>What holds for all items of a block.</summary>
    struct Bounds
    {
        /// <summary>s.</summary>
        public float Scale;

        /// <summary>The largest |e|, rounded up.</summary>
        public float Error;

        /// <summary>The largest |y|, rounded up.</summary>
        public float Length;

        /// <summary>Which slots hold an item.</summary>
        public ulong Filled;
    }
}
