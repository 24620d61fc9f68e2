using Attune.Learning.Kernels;
using Attune.Learning.Sessions;
using Attune.Learning.Splits;

namespace Attune.Learning.Tests.Sessions;

public class SessionEncodingTests
{
    static readonly SessionEmbedding Model = SessionEmbedding.Train(
        Ring(items: 40), new() { Dimensions = 32, Batch = 64, Epochs = 2, Length = 4 }, cancellation: CancellationToken.None);

    [Fact]
    public void The_parts_of_a_sessions_items_sum_up_to_the_cosine()
    {
        var reading = new SessionEncoding(Model);
        Assert.True(reading.TryRead([3, 4, 5]));
        Span<float> parts = stackalloc float[3];

        for (var item = 0; item < Model.Items; item++)
        {
            reading.Share(item, parts);
            Assert.Equal(DotProduct.Of(reading.Vector, Model.VectorOf(item)), parts[0] + parts[1] + parts[2], 1e-5f);
        }
    }

    [Fact]
    public void The_last_distinct_items_are_read_and_what_the_model_does_not_know_is_passed_over()
    {
        var model = SessionEmbedding.Train(Ring(items: 41), new() { Dimensions = 32, Batch = 64, Epochs = 1, Length = 4 }, cancellation: TestContext.Current.CancellationToken);
        var reading = new SessionEncoding(model);

        Assert.True(reading.TryRead([9, 1, 2, 1, -1, 3, 40, 4]));
        Assert.Equal([2, 1, 3, 4], reading.Items.ToArray());
        Assert.False(reading.TryRead([-1, 40]));
        Assert.False(reading.TryRead([]));
    }

    [Fact]
    public void A_model_made_of_its_parts_scores_the_same()
    {
        var again = new SessionEmbedding(Model.Items, Model.Dimensions, Model.Length, Model.Temperature, Model.Vectors, Model.Weights.Span);
        var (one, other) = (new float[Model.Items], new float[Model.Items]);

        Model.Score(new History([3, 4, 5], [1, 1, 1], [0, 1, 2]), one);
        again.Score(new History([3, 4, 5], [1, 1, 1], [0, 1, 2]), other);

        Assert.Equal(one, other);
    }

    [Theory]
    [InlineData(39, 32, 4, 0.1f)]
    [InlineData(40, 33, 4, 0.1f)]
    [InlineData(40, 32, 5, 0.1f)]
    [InlineData(40, 32, 4, 0f)]
    public void Parts_that_do_not_fit_are_refused(int items, int dimensions, int length, float temperature) => Assert.ThrowsAny<ArgumentException>(
        () => new SessionEmbedding(items, dimensions, length, temperature, Model.Vectors, Model.Weights.Span));

    // n, n + 1, n + 2 …, of the first 40 items.
    static Interactions Ring(int items) => SessionEmbeddingTests.Data(
        items, [.. Enumerable.Range(0, 200).Select(start => Enumerable.Range(start * 7, 4).Select(item => item % 40).ToArray())]);
}
