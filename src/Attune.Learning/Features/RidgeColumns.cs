using Attune.Learning.Factors;
using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Features;

/// <summary>A few columns of a ridge regression on sparse features, solved side by side by conjugate gradients.</summary>
/// <remarks>
/// Each column is a system of its own with steps of its own; side by side they share the walk through the sparse rows. Sums
/// over features are kept in double, so that a column that has converged stays still.
/// </remarks>
/// <param name="features">Φ: items × features.</param>
/// <param name="weights">W: by item, 0 or more.</param>
/// <param name="settings">λ, steps and tolerance.</param>
/// <param name="cancellation">Looked at before every step.</param>
sealed class RidgeColumns(SparseMatrix features, float[] weights, FeatureMapSettings settings, CancellationToken cancellation)
{
    /// <summary>Writes columns of B.</summary>
    /// <param name="model">Y: what is regressed on the features.</param>
    /// <param name="from">The first column.</param>
    /// <param name="width">How many.</param>
    /// <param name="vectors">B: [features × factors]; only these columns are written.</param>
    public void Solve(ItemFactors model, int from, int width, float[] vectors)
    {
        var size = features.Columns * width;
        var (solution, residual, direction, image) = (new float[size], new float[size], new float[size], new float[size]);
        var diagonal = Diagonal();
        for (var item = 0; item < features.Rows; item++)
        {
            Scatter(item, model.Of(item).Slice(from, width), weights[item], residual);
        }

        var (before, first) = (new double[width], new double[width]);
        Precondition(residual, diagonal, width, direction, first);
        first.CopyTo(before.AsSpan());
        for (var step = 0; step < settings.Steps && !IsSolved(before, first); step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Multiply(direction, width, image);
            Advance(solution, residual, direction, image, before, width);
            Turn(residual, diagonal, direction, before, width);
        }

        for (var feature = 0; feature < features.Columns; feature++)
        {
            solution.AsSpan(feature * width, width).CopyTo(vectors.AsSpan((feature * model.Factors) + from));
        }
    }

    bool IsSolved(double[] now, double[] first)
    {
        var share = settings.Tolerance * (double)settings.Tolerance;
        for (var c = 0; c < now.Length; c++)
        {
            if (now[c] > share * first[c])
            {
                return false;
            }
        }

        return true;
    }

    float[] Diagonal()
    {
        var diagonal = new float[features.Columns];
        Array.Fill(diagonal, settings.Regularization);
        for (var item = 0; item < features.Rows; item++)
        {
            var columns = features.ColumnsOf(item);
            var values = features.ValuesOf(item);
            for (var n = 0; n < columns.Length; n++)
            {
                diagonal[columns[n]] += weights[item] * values[n] * values[n];
            }
        }

        return diagonal;
    }

    /// <summary>image = (ΦᵀWΦ + λI)·direction.</summary>
    void Multiply(float[] direction, int width, float[] image)
    {
        for (var n = 0; n < image.Length; n++)
        {
            image[n] = settings.Regularization * direction[n];
        }

        Span<float> row = stackalloc float[width];
        for (var item = 0; item < features.Rows; item++)
        {
            row.Clear();
            var columns = features.ColumnsOf(item);
            var values = features.ValuesOf(item);
            for (var n = 0; n < columns.Length; n++)
            {
                ScaledAddition.Add(values[n], direction.AsSpan(columns[n] * width, width), row);
            }

            Scatter(item, row, weights[item], image);
        }
    }

    /// <summary>Adds weight·value·row to every feature of an item.</summary>
    void Scatter(int item, ReadOnlySpan<float> row, float weight, float[] to)
    {
        if (weight == 0)
        {
            return;
        }

        var columns = features.ColumnsOf(item);
        var values = features.ValuesOf(item);
        for (var n = 0; n < columns.Length; n++)
        {
            ScaledAddition.Add(weight * values[n], row, to.AsSpan(columns[n] * row.Length, row.Length));
        }
    }

    static void Advance(float[] solution, float[] residual, float[] direction, float[] image, double[] before, int width)
    {
        var lengths = new double[width];
        for (var n = 0; n < direction.Length; n += width)
        {
            for (var c = 0; c < width; c++)
            {
                lengths[c] += (double)direction[n + c] * image[n + c];
            }
        }

        for (var c = 0; c < width; c++)
        {
            lengths[c] = lengths[c] > 0 ? before[c] / lengths[c] : 0;
        }

        for (var n = 0; n < direction.Length; n += width)
        {
            for (var c = 0; c < width; c++)
            {
                solution[n + c] += (float)lengths[c] * direction[n + c];
                residual[n + c] -= (float)lengths[c] * image[n + c];
            }
        }
    }

    static void Turn(float[] residual, float[] diagonal, float[] direction, double[] before, int width)
    {
        var preconditioned = new float[residual.Length];
        var now = new double[width];
        Precondition(residual, diagonal, width, preconditioned, now);
        for (var n = 0; n < direction.Length; n += width)
        {
            for (var c = 0; c < width; c++)
            {
                var kept = before[c] > 0 ? (float)(now[c] / before[c]) : 0;
                direction[n + c] = preconditioned[n + c] + (kept * direction[n + c]);
            }
        }

        now.CopyTo(before.AsSpan());
    }

    // z = D⁻¹·r, and r·z by column.
    static void Precondition(float[] residual, float[] diagonal, int width, float[] to, double[] products)
    {
        for (var feature = 0; feature < diagonal.Length; feature++)
        {
            for (var n = feature * width; n < (feature + 1) * width; n++)
            {
                to[n] = residual[n] / diagonal[feature];
                products[n - (feature * width)] += (double)residual[n] * to[n];
            }
        }
    }
}
