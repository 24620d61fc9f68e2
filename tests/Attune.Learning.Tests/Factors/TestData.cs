using Attune.Learning.Matrices;

namespace Attune.Learning.Tests.Factors;

/// <summary>Small matrices of interactions whose answer is known or does not matter.</summary>
static class TestData
{
    /// <summary>Random pairs, each user with at least one item.</summary>
    public static SparseMatrix Random(int users, int items, int perUser, int seed, bool weighted = false)
    {
        var random = new Random(seed);
        var (r, c, v) = (new List<int>(), new List<int>(), new List<float>());
        for (var user = 0; user < users; user++)
        {
            var count = 1 + random.Next(2 * perUser);
            foreach (var item in Enumerable.Range(0, count).Select(_ => random.Next(items)).Distinct())
            {
                r.Add(user);
                c.Add(item);
                v.Add(weighted ? 0.1f + (3 * random.NextSingle()) : 1f);
            }
        }

        return SparseMatrix.FromTriples(users, items, r.ToArray(), c.ToArray(), v.ToArray());
    }

    /// <summary>A chess board without the pair (0, 0): even users like even items, odd ones odd items.</summary>
    public static SparseMatrix ChessBoard(int size)
    {
        var pairs = (from user in Enumerable.Range(0, size)
                     from item in Enumerable.Range(0, size)
                     where (user + item) % 2 == 0 && (user, item) != (0, 0)
                     select (user, item)).ToArray();
        var ones = new float[pairs.Length];
        Array.Fill(ones, 1f);
        return SparseMatrix.FromTriples(
            size, size, pairs.Select(p => p.user).ToArray(), pairs.Select(p => p.item).ToArray(), ones);
    }

    /// <summary>Users in six groups, each taking three quarters of its items from its group's part of them.</summary>
    public static SparseMatrix Clusters(int users, int items, int perUser, int seed)
    {
        const int groups = 6;
        var random = new Random(seed);
        var (r, c, v) = (new List<int>(), new List<int>(), new List<float>());
        for (var user = 0; user < users; user++)
        {
            var taken = Enumerable.Range(0, perUser)
                .Select(_ => random.Next(4) == 0 ? random.Next(items) : (random.Next(items / groups) * groups) + (user % groups));
            foreach (var item in taken.Distinct())
            {
                r.Add(user);
                c.Add(item);
                v.Add(1f);
            }
        }

        return SparseMatrix.FromTriples(users, items, r.ToArray(), c.ToArray(), v.ToArray());
    }

    /// <summary>The matrix without each n-th of its entries.</summary>
    public static SparseMatrix Without(SparseMatrix matrix, int every)
    {
        var (r, c, v) = (new List<int>(), new List<int>(), new List<float>());
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var entry = matrix.RowStarts[row]; entry < matrix.RowStarts[row + 1]; entry++)
            {
                if (entry % every != 0)
                {
                    r.Add(row);
                    c.Add(matrix.ColumnIndexes[entry]);
                    v.Add(matrix.Values[entry]);
                }
            }
        }

        return SparseMatrix.FromTriples(matrix.Rows, matrix.Columns, r.ToArray(), c.ToArray(), v.ToArray());
    }
}
