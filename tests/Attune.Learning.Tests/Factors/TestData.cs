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
}
