namespace Attune.Learning.Online;

/// <summary>Logistic regression that learns from one outcome at a time, each coordinate at a pace of its own.</summary>
/// <remarks>
/// <para><b>Step.</b> FTRL-proximal (McMahan et al., "Ad Click Prediction: a View from the Trenches", KDD 2013, algorithm 1): with
/// g = (p − y) x, σ = (√(n + g²) − √n) / rate, z ← z + g − σ w, n ← n + g²; the weight of a coordinate is 0 while |z| is not above
/// the sparsity, and otherwise −(z − sign(z) · sparsity) / ((smoothing + √n) / rate + shrinkage).</para>
/// <para><b>Certainty.</b> The diagonal of the Laplace approximation (Chapelle, Li, "An Empirical Evaluation of Thompson Sampling",
/// NIPS 2011, algorithm 3): the precision of a weight is shrinkage + Σ p (1 − p) x².</para>
/// <para><b>Cost.</b> A step reads and writes three numbers a coordinate; nothing is allocated. For one caller at a time.</para>
/// </remarks>
public sealed class AdaptiveLogistic
{
    readonly AdaptiveLogisticSettings _settings;
    readonly double[] _weights;

    /// <summary>A model that says one half of everything.</summary>
    /// <param name="features">Length of every example; 1 or more.</param>
    /// <param name="settings">How it learns.</param>
    public AdaptiveLogistic(int features, AdaptiveLogisticSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Rate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(settings.Smoothing);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Sparsity);
        ArgumentOutOfRangeException.ThrowIfNegative(settings.Shrinkage);
        _settings = settings;
        _weights = new double[features];
        State = AdaptiveLogisticState.Empty(features);
    }

    /// <summary>All it has learned; changed by <see cref="Learn"/>.</summary>
    public AdaptiveLogisticState State { get; private set; }

    /// <summary>By coordinate: what it adds to the logit; features numbers.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>Takes up what was learned elsewhere or before.</summary>
    /// <exception cref="ArgumentException">The state is of another number of features.</exception>
    public void Restore(AdaptiveLogisticState state)
    {
        CheckLength(state.Features);
        State = state.Copy();
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] = WeightOf(i);
        }
    }

    /// <summary>How likely the outcome is, 0 to 1.</summary>
    public double Predict(ReadOnlySpan<float> example)
    {
        CheckLength(example.Length);
        var logit = 0.0;
        for (var i = 0; i < example.Length; i++)
        {
            logit += _weights[i] * example[i];
        }

        return 1 / (1 + Math.Exp(-logit));
    }

    /// <summary>The uncertainty of the logit of an example: Σ x² / precision.</summary>
    public double LogitVariance(ReadOnlySpan<float> example)
    {
        CheckLength(example.Length);
        var variance = 0.0;
        for (var i = 0; i < example.Length; i++)
        {
            variance += example[i] * example[i] / (_settings.Shrinkage + State.Information[i]);
        }

        return variance;
    }

    /// <summary>Learns from one outcome.</summary>
    /// <param name="example">Finite features.</param>
    /// <param name="happened">Whether it did.</param>
    /// <param name="weight">How many outcomes it stands for; 0 or more.</param>
    public void Learn(ReadOnlySpan<float> example, bool happened, double weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(weight);
        var predicted = Predict(example);
        var error = (predicted - (happened ? 1 : 0)) * weight;
        var information = predicted * (1 - predicted) * weight;
        for (var i = 0; i < example.Length; i++)
        {
            if (example[i] == 0)
            {
                continue;
            }

            var gradient = error * example[i];
            var squares = State.Squares[i];
            var sigma = (Math.Sqrt(squares + (gradient * gradient)) - Math.Sqrt(squares)) / _settings.Rate;
            State.Pull[i] += gradient - (sigma * _weights[i]);
            State.Squares[i] = squares + (gradient * gradient);
            State.Information[i] += information * example[i] * example[i];
            _weights[i] = WeightOf(i);
        }

        State.Outcomes += weight;
    }

    double WeightOf(int i)
    {
        var pull = State.Pull[i];
        return Math.Abs(pull) <= _settings.Sparsity
            ? 0
            : -(pull - (Math.Sign(pull) * _settings.Sparsity))
                / (((_settings.Smoothing + Math.Sqrt(State.Squares[i])) / _settings.Rate) + _settings.Shrinkage);
    }

    void CheckLength(int length)
    {
        if (length != _weights.Length)
        {
            throw new ArgumentException($"An example of {length} features; the model has {_weights.Length}.", nameof(length));
        }
    }
}
