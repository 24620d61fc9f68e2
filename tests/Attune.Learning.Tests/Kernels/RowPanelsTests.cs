using Attune.Learning.Kernels;

namespace Attune.Learning.Tests.Kernels;

public sealed class RowPanelsTests
{
    [Theory]
    [InlineData(0, 5, 3)]
    [InlineData(1, 1, 1)]
    [InlineData(63, 7, 6)]
    [InlineData(64, 64, 7)]
    [InlineData(65, 17, 12)]
    [InlineData(200, 33, 13)]
    [InlineData(70, 5, 0)]
    public void Products_are_those_of_the_definition_whatever_is_asked_together(int rows, int columns, int vectors)
    {
        var (y, x) = (Numbers.Uniform(rows * columns, 1), Numbers.Uniform(vectors * columns, 2));
        var (expected, found, alone) = (new float[vectors * rows], new float[vectors * rows], new float[rows]);
        var panels = new RowPanels(y, rows, columns);

        panels.Multiply(x, found);

        for (var vector = 0; vector < vectors; vector++)
        {
            RowProducts.Scalar(y, x.AsSpan(vector * columns, columns), expected.AsSpan(vector * rows, rows));
            panels.Multiply(x.AsSpan(vector * columns, columns), alone);
            Assert.Equal(alone, found[(vector * rows)..((vector + 1) * rows)]); // to the bit
        }

        Numbers.AssertClose(expected, found, 3e-5f);
    }
}
