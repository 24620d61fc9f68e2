using Attune.Learning.Kernels;
using Attune.Learning.Matrices;

namespace Attune.Learning.Factors;

/// <summary>Matrix factorisation for implicit feedback by alternating least squares.</summary>
/// <remarks>
/// <para><b>Minimises.</b> Σ over observed (u, i) of s·(x_u·y_i − 1)² + α₀ Σ over all (u, i) of (x_u·y_i)² + Σ λ_u|x_u|² + Σ λ_i|y_i|².</para>
/// <para><b>Source.</b> Rendle, Krichene, Zhang, Koren, "Revisiting the performance of iALS on item recommendation
/// benchmarks", RecSys 2022; after Hu, Koren, Volinsky, ICDM 2008.</para>
/// </remarks>
public static class Ials
{
    /// <summary>Trains a model.</summary>
    /// <param name="userItem">Users × items; values are strengths, above 0.</param>
    /// <param name="s">The settings.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="ct">Stops the training between blocks of rows.</param>
    /// <exception cref="ArgumentException">A setting is outside its range or a strength is not above 0.</exception>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public static ItemFactors Train(SparseMatrix userItem, IalsSettings s, IProgress<double>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(userItem);
        ArgumentNullException.ThrowIfNull(s);

        var f = s.Factors;
        var itemUser = userItem.Transpose();
        var users = new float[userItem.Rows * f];
        var items = new float[userItem.Columns * f];
        var random = new Random(s.Seed);
        for (var i = 0; i < items.Length; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            items[i] = (float)normal * s.InitialDeviation / MathF.Sqrt(f);
        }

        for (var sweep = 0; sweep < s.Sweeps; sweep++)
        {
            ct.ThrowIfCancellationRequested();
            ExactHalfStep.Run(userItem, items, users, s);
            ct.ThrowIfCancellationRequested();
            ExactHalfStep.Run(itemUser, users, items, s);
            progress?.Report((sweep + 1.0) / s.Sweeps);
        }

        var gram = new float[f * f];
        var ones = new float[userItem.Columns];
        Array.Fill(ones, 1f);
        GramMatrix.AddScalar(items, ones, f, gram);
        GramMatrix.Mirror(gram, f);
        return new ItemFactors(userItem.Columns, f, items, gram, s.UnobservedWeight, s.Regularization, s.FrequencyExponent);
    }
}
