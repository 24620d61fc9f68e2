using Attune.Learning.Matrices;

namespace Attune.Learning.Splits;

/// <summary>A data set in columns: who took up what, when, and how much that says. By ascending time.</summary>
/// <remarks>
/// Users and items are dense indices from 0. The columns are taken as they are and must not change afterwards. Where a data
/// set has no times, the time is a position (as in a sequence) or 0 throughout.
/// </remarks>
public sealed class Interactions
{
    /// <summary>Checks and takes the columns.</summary>
    /// <param name="users">How many users there are; every user index is below.</param>
    /// <param name="items">How many items there are; every item index is below.</param>
    /// <param name="user">By interaction: the user.</param>
    /// <param name="item">By interaction: the item.</param>
    /// <param name="time">By interaction: microseconds, not falling.</param>
    /// <param name="strength">By interaction: how much it says; 0 = seen, but no sign of liking. Finite, not negative.</param>
    /// <param name="type">By interaction: the code of its type; empty where there are no types.</param>
    /// <exception cref="ArgumentException">Lengths differ, an index is out of range, time falls or a strength is not finite.</exception>
    public Interactions(
        int users,
        int items,
        ReadOnlyMemory<int> user,
        ReadOnlyMemory<int> item,
        ReadOnlyMemory<long> time,
        ReadOnlyMemory<float> strength,
        ReadOnlyMemory<byte> type = default)
    {
        if (item.Length != user.Length || time.Length != user.Length || strength.Length != user.Length
            || (type.Length != user.Length && !type.IsEmpty))
        {
            throw new ArgumentException(
                $"The columns must be of one length: user {user.Length}, item {item.Length}, time {time.Length}, "
                + $"strength {strength.Length}, type {type.Length}.",
                nameof(user));
        }

        (Users, Items, User, Item, Time, Strength, Type) = (users, items, user, item, time, strength, type);
        Check();
    }

    /// <summary>How many users there are, those without an interaction included.</summary>
    public int Users { get; }

    /// <summary>How many items there are, those without an interaction included.</summary>
    public int Items { get; }

    /// <summary>How many interactions there are.</summary>
    public int Count => User.Length;

    /// <summary>By interaction: the user.</summary>
    public ReadOnlyMemory<int> User { get; }

    /// <summary>By interaction: the item.</summary>
    public ReadOnlyMemory<int> Item { get; }

    /// <summary>By interaction: microseconds, or a position.</summary>
    public ReadOnlyMemory<long> Time { get; }

    /// <summary>By interaction: how much it says, 0 or more.</summary>
    public ReadOnlyMemory<float> Strength { get; }

    /// <summary>By interaction: the code of its type; empty where there are none.</summary>
    public ReadOnlyMemory<byte> Type { get; }

    /// <summary>Puts columns in order of time first; equal times stay in the order given.</summary>
    public static Interactions Sorted(int users, int items, int[] user, int[] item, long[] time, float[] strength, byte[]? type = null)
    {
        var order = new int[time.Length];
        for (var n = 0; n < order.Length; n++)
        {
            order[n] = n;
        }

        // Index as second key: Array.Sort alone does not keep the order of equal times.
        Array.Sort(order, (a, b) => time[a] != time[b] ? time[a].CompareTo(time[b]) : a.CompareTo(b));
        return new Interactions(
            users,
            items,
            Array.ConvertAll(order, n => user[n]),
            Array.ConvertAll(order, n => item[n]),
            Array.ConvertAll(order, n => time[n]),
            Array.ConvertAll(order, n => strength[n]),
            type is null ? default : Array.ConvertAll(order, n => type[n]));
    }

    /// <summary>The interactions from one place up to another (not included), with the same users and items.</summary>
    public Interactions Slice(int from, int to) => new(
        Users,
        Items,
        User[from..to],
        Item[from..to],
        Time[from..to],
        Strength[from..to],
        Type.IsEmpty ? Type : Type[from..to]);

    /// <summary>Those interactions for which <paramref name="keep"/>, by place, is true.</summary>
    public Interactions Where(ReadOnlySpan<bool> keep)
    {
        var places = new List<int>(keep.Length);
        for (var n = 0; n < keep.Length; n++)
        {
            if (keep[n])
            {
                places.Add(n);
            }
        }

        return new Interactions(
            Users,
            Items,
            places.ConvertAll(n => User.Span[n]).ToArray(),
            places.ConvertAll(n => Item.Span[n]).ToArray(),
            places.ConvertAll(n => Time.Span[n]).ToArray(),
            places.ConvertAll(n => Strength.Span[n]).ToArray(),
            Type.IsEmpty ? default : places.ConvertAll(n => Type.Span[n]).ToArray());
    }

    /// <summary>The same with every strength multiplied by 2^−(age / half-life); ages are counted from <paramref name="now"/>.</summary>
    public Interactions Faded(long now, long halfLife)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(halfLife, 1);
        var strength = Strength.ToArray();
        for (var n = 0; n < strength.Length; n++)
        {
            strength[n] *= (float)double.Exp2(-Math.Max(0.0, now - Time.Span[n]) / halfLife);
        }

        return new Interactions(Users, Items, User, Item, Time, strength, Type);
    }

    /// <summary>Users × items: the strengths of a pair summed; pairs of strength 0 are left out.</summary>
    public SparseMatrix ToMatrix()
    {
        var strength = Strength.Span;
        if (!strength.Contains(0))
        {
            return SparseMatrix.FromTriples(Users, Items, User.Span, Item.Span, strength);
        }

        var keep = new bool[Count];
        for (var n = 0; n < keep.Length; n++)
        {
            keep[n] = strength[n] > 0;
        }

        var kept = Where(keep);
        return SparseMatrix.FromTriples(Users, Items, kept.User.Span, kept.Item.Span, kept.Strength.Span);
    }

    void Check()
    {
        var user = User.Span;
        var item = Item.Span;
        var time = Time.Span;
        var strength = Strength.Span;
        for (var n = 0; n < user.Length; n++)
        {
            if ((uint)user[n] >= (uint)Users || (uint)item[n] >= (uint)Items)
            {
                throw new ArgumentException(
                    $"Interaction {n} names user {user[n]} of {Users} and item {item[n]} of {Items}; both must be below.");
            }

            if (!float.IsFinite(strength[n]) || strength[n] < 0)
            {
                throw new ArgumentException($"Interaction {n} has strength {strength[n]}; it must be finite and not negative.");
            }

            if (n > 0 && time[n] < time[n - 1])
            {
                throw new ArgumentException($"Interaction {n} is at {time[n]}, before the one ahead of it at {time[n - 1]}.");
            }
        }
    }
}
