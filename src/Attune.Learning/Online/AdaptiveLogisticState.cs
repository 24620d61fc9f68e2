namespace Attune.Learning.Online;

/// <summary>All that an <see cref="AdaptiveLogistic"/> has learned: sums over outcomes, so that what several learned can be added up.</summary>
/// <param name="Pull">By coordinate: z of the algorithm.</param>
/// <param name="Squares">By coordinate: the sum of squared gradients; 0 or more.</param>
/// <param name="Information">By coordinate: Σ p (1 − p) x²; 0 or more.</param>
public sealed record AdaptiveLogisticState(double[] Pull, double[] Squares, double[] Information)
{
    /// <summary>How many outcomes it has seen.</summary>
    public double Outcomes { get; set; }

    /// <summary>The number of coordinates.</summary>
    public int Features => Pull.Length;

    /// <summary>Nothing learned.</summary>
    public static AdaptiveLogisticState Empty(int features) => new(new double[features], new double[features], new double[features]);

    /// <summary>The same numbers in arrays of their own.</summary>
    public AdaptiveLogisticState Copy() => new([.. Pull], [.. Squares], [.. Information]) { Outcomes = Outcomes };

    /// <summary>What two learned since they parted, in one.</summary>
    /// <remarks>Exact where they learned of different coordinates; otherwise each has stepped without knowing of the other's steps, as
    /// asynchronous learners do.</remarks>
    /// <param name="origin">What both began with.</param>
    /// <param name="left">What one has come to.</param>
    /// <param name="right">What the other has come to.</param>
    /// <exception cref="ArgumentException">They are of different numbers of features.</exception>
    public static AdaptiveLogisticState Merge(AdaptiveLogisticState origin, AdaptiveLogisticState left, AdaptiveLogisticState right)
    {
        if (left.Features != origin.Features || right.Features != origin.Features)
        {
            throw new ArgumentException($"States of {origin.Features}, {left.Features} and {right.Features} features; they must be of the same.");
        }

        var merged = left.Copy();
        Add(merged.Pull, right.Pull, origin.Pull);
        Add(merged.Squares, right.Squares, origin.Squares);
        Add(merged.Information, right.Information, origin.Information);
        merged.Outcomes += right.Outcomes - origin.Outcomes;
        return merged;
    }

    static void Add(double[] sums, double[] with, double[] without)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += with[i] - without[i];
        }
    }
}
