using System.Numerics;
using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Parallelism;

namespace Attune.Learning.Retrieval;

/// <summary>Finds the items with the largest inner products with a user's vector, out of all or of an allowed set.</summary>
/// <remarks>
/// <para><b>Places.</b> Answers and the allowed set speak of places: a place is the item's row, or what <c>places</c> maps the
/// row to (the catalog's ordinals). A place no row has is never returned.</para>
/// <para><b>Scores</b> are those of <see cref="DotProduct"/> to the bit; equal scores go by lower place. Which items are found is
/// exact with <see cref="FactorScan"/>, and with <see cref="InvertedLists"/> as near to it as <see cref="Recall"/> says.</para>
/// <para><b>Few allowed</b> are all scored, whatever the index: a narrow filter misses nothing.</para>
/// <para><b>Concurrency.</b> Any number of threads; nothing is allocated by a search.</para>
/// </remarks>
public abstract class ItemIndex
{
    /// <summary>Below this share of allowed items looking up which are costs less than bounding those that are not.</summary>
    protected private const double NarrowShare = 0.25;

    readonly ItemFactors _factors;
    readonly int[] _rowOf;
    readonly ulong[] _present;

    protected private ItemIndex(ItemFactors factors, ReadOnlySpan<int> places, int size)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        if (places.Length != factors.Items && !(places.IsEmpty && size == factors.Items))
        {
            throw new ArgumentException($"{places.Length} places for {factors.Items} rows and size {size}; one a row is needed.", nameof(places));
        }

        (_factors, Size) = (factors, size);
        (_rowOf, _present) = (new int[size], new ulong[(size + 63) / 64]);
        Array.Fill(_rowOf, -1);
        for (var row = 0; row < factors.Items; row++)
        {
            var place = places.IsEmpty ? row : places[row];
            if (place == -1)
            {
                continue;
            }

            if ((uint)place >= (uint)size || _rowOf[place] != -1)
            {
                throw new ArgumentException($"Row {row} has place {place}, which is taken or not below {size}.", nameof(places));
            }

            CheckVector(factors.Of(row), row);
            _rowOf[place] = row;
            _present[place >> 6] |= 1UL << (place & 63);
            Items++;
        }
    }

    /// <summary>One more than the largest place: how many bits a full allowed set has.</summary>
    public int Size { get; }

    /// <summary>How many items can be found.</summary>
    public int Items { get; }

    /// <summary>The share of the best items that are found, as measured when the index was built; 1 where all are for certain.</summary>
    public abstract double Recall { get; }

    /// <summary>So few allowed items are scored one by one.</summary>
    protected private abstract int FewAllowed { get; }

    /// <summary>By place: the item's row, −1 for none.</summary>
    internal int[] RowOf => _rowOf;

    /// <summary>Chooses the index by the number of items: <see cref="RetrievalSettings.ApproximateAbove"/>.</summary>
    /// <param name="factors">The model.</param>
    /// <param name="places">A place for each row, each at most once; −1 leaves the row out; empty: place = row.</param>
    /// <param name="size">One more than the largest place.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="queries">Users' vectors, one after the other, to measure recall by; empty: items' own vectors are taken.</param>
    /// <param name="cancellation">Ends the building.</param>
    /// <exception cref="ArgumentException">A place is outside or given twice, their number is not that of the rows, a vector is not finite or a setting out of its range.</exception>
    public static ItemIndex Build(
        ItemFactors factors,
        ReadOnlySpan<int> places,
        int size,
        RetrievalSettings settings,
        ReadOnlySpan<float> queries = default,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(factors);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        return factors.Items > settings.ApproximateAbove
            ? new InvertedLists(factors, places, size, settings, queries, cancellation)
            : new FactorScan(factors, places, size, settings.Threads, cancellation);
    }

    /// <summary>Writes the best allowed items, best first, equal scores by lower place; returns how many there are.</summary>
    /// <param name="user">The user's vector, finite.</param>
    /// <param name="allowed">Bit i of word i / 64 allows place i; places beyond its end are not allowed. Empty: all are.</param>
    /// <param name="best">Its length is how many are wanted.</param>
    /// <exception cref="ArgumentException">The vector has the wrong length, or is not finite or absurdly long.</exception>
    public int Search(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, Span<ScoredItem> best)
    {
        CheckUser(user);
        var kept = new BestItems(best);
        var count = allowed.IsEmpty ? Items : Count(allowed);
        if (count <= Math.Max(FewAllowed, best.Length) || !user.ContainsAnyExcept(0f))
        {
            ScoreEach(user, allowed, ref kept);
        }
        else
        {
            Explore(user, allowed, (double)count / Items, ref kept);
        }

        return kept.Sort();
    }

    /// <summary>The same for many users, as lists made ahead need it.</summary>
    /// <param name="users">Their vectors, one after the other.</param>
    /// <param name="allowed">For all of them; see <see cref="Search"/>.</param>
    /// <param name="wanted">Items a user.</param>
    /// <param name="best">A row of <paramref name="wanted"/> for each user, written as far as there are items.</param>
    /// <param name="found">How many there are, by user.</param>
    /// <param name="threads">0 (default) = all processors.</param>
    /// <param name="cancellation">Looked at every few users.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a vector is not finite.</exception>
    public void SearchMany(
        ReadOnlyMemory<float> users,
        ReadOnlyMemory<ulong> allowed,
        int wanted,
        Memory<ScoredItem> best,
        Memory<int> found,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        const int usersAPiece = 16;
        var f = _factors.Factors;
        if (users.Length != (long)found.Length * f || best.Length != (long)found.Length * wanted)
        {
            throw new ArgumentException(
                $"{users.Length} numbers for {found.Length} users of {f} factors, and room for {best.Length} items, {wanted} a user.", nameof(users));
        }

        Blocks.Run(
            found.Length,
            usersAPiece,
            threads,
            () => 0,
            (_, from, to) =>
            {
                for (var user = from; user < to; user++)
                {
                    found.Span[user] = Search(users.Span.Slice(user * f, f), allowed.Span, best.Span.Slice(user * wanted, wanted));
                }
            },
            null,
            cancellation);
    }

    /// <summary>The definition of <see cref="Search"/> where it is exact: every allowed item is scored. Tests hold one to the other.</summary>
    internal int SearchPlainly(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, Span<ScoredItem> best)
    {
        CheckUser(user);
        var found = new List<ScoredItem>();
        for (var place = 0; place < Size; place++)
        {
            if ((Allowed(allowed, place >> 6) >> (place & 63) & 1) != 0)
            {
                found.Add(new ScoredItem(place, DotProduct.Of(_factors.Of(_rowOf[place]), user)));
            }
        }

        var count = Math.Min(best.Length, found.Count);
        found.OrderByDescending(item => item.Score).ThenBy(item => item.Item).Take(count).ToArray().CopyTo(best);
        return count;
    }

    /// <summary>Offers the items that are found.</summary>
    /// <param name="user">Not 0.</param>
    /// <param name="allowed">See <see cref="Search"/>.</param>
    /// <param name="share">How much of all items is allowed.</param>
    /// <param name="kept">Takes the offers.</param>
    internal abstract void Explore(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, double share, scoped ref BestItems kept);

    /// <summary>The places that have an item, the longest vector first, equal lengths by lower place.</summary>
    protected private int[] ByLength()
    {
        var (order, lengths) = (new int[Items], new double[Items]);
        var next = 0;
        for (var place = 0; place < Size; place++)
        {
            if (_rowOf[place] >= 0)
            {
                (order[next], lengths[next]) = (place, -SquareOf(_factors.Of(_rowOf[place])));
                next++;
            }
        }

        // Array.Sort is not stable: equal lengths are put in order of place.
        Array.Sort(lengths, order);
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && lengths[to] == lengths[from];)
            {
                to++;
            }

            Array.Sort(order, from, to - from);
        }

        return order;
    }

    void ScoreEach(ReadOnlySpan<float> user, ReadOnlySpan<ulong> allowed, scoped ref BestItems kept)
    {
        var zero = !user.ContainsAnyExcept(0f);
        for (var word = 0; word < _present.Length; word++)
        {
            for (var places = Allowed(allowed, word); places != 0; places &= places - 1)
            {
                var place = (word << 6) + BitOperations.TrailingZeroCount(places);
                kept.Offer(place, DotProduct.Of(_factors.Of(_rowOf[place]), user));
            }

            if (zero && kept.Threshold >= 0)
            {
                return; // All scores are 0, and lower places come first.
            }
        }
    }

    int Count(ReadOnlySpan<ulong> allowed)
    {
        var count = 0;
        for (var word = 0; word < Math.Min(allowed.Length, _present.Length); word++)
        {
            count += BitOperations.PopCount(allowed[word] & _present[word]);
        }

        return count;
    }

    ulong Allowed(ReadOnlySpan<ulong> allowed, int word) =>
        allowed.IsEmpty ? _present[word] : word < allowed.Length ? allowed[word] & _present[word] : 0;

    void CheckUser(ReadOnlySpan<float> user)
    {
        if (user.Length != _factors.Factors)
        {
            throw new ArgumentException($"The user's vector has {user.Length} numbers; the model has {_factors.Factors} factors.", nameof(user));
        }

        var length = Math.Sqrt(SquareOf(user));
        if (!(length < 1e18))
        {
            throw new ArgumentException($"The user's vector has length {length}; it must be finite and below 1e18.", nameof(user));
        }
    }

    static void CheckVector(ReadOnlySpan<float> vector, int row)
    {
        var square = SquareOf(vector);
        if (!(square < 1e37))
        {
            throw new ArgumentException($"The vector of row {row} is not finite or too long (its square is {square}; the limit 1e37).");
        }
    }

    static double SquareOf(ReadOnlySpan<float> vector)
    {
        var square = 0.0;
        foreach (var value in vector)
        {
            square += (double)value * value;
        }

        return square;
    }
}
