using Attune.Learning.Factors;
using Attune.Learning.Linear;
using Attune.Learning.Matrices;
using Attune.Learning.Retrieval;

namespace Attune.Learning.Tests;

/// <summary>The example of docs/learning.md, run: a test of the repository holds the page to this text.</summary>
public class LibraryExample
{
    [Fact]
    public void Somebody_who_has_a_sparse_matrix_has_lists()
    {
        int[] users = [0, 0, 1, 1, 2, 2, 2, 3, 3];
        int[] items = [0, 1, 0, 1, 2, 3, 4, 2, 3];
        float[] strengths = [1, 1, 1, 1, 1, 1, 1, 1, 1];

        var taken = SparseMatrix.FromTriples(4, 5, users, items, strengths);

        // iALS: train items, fold a person in, search.
        var model = Ials.Train(taken, new IalsSettings { Factors = 8, Seed = 1 }, null, CancellationToken.None);
        var index = ItemIndex.Build(model, [], model.Items, new RetrievalSettings(), cancellation: CancellationToken.None);
        var person = new float[model.Factors];
        new FoldIn(model).Solve(items: [2], strengths: [1], person);
        var best = new ScoredItem[3];
        var found = index.Search(person, allowed: [0b11011], best);

        // EASE: the items that explain item 2, best first.
        var lists = LinearNeighbors.Train(taken, new LinearSettings(), null, CancellationToken.None);
        var like2 = lists.Of(2);

        Assert.Equal((3, 3), (found, best[0].Item));
        Assert.Equal(3, like2[0]);
    }
}
