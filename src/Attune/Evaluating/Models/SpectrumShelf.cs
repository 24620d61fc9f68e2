using Attune.Learning.Spectral;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Models;

/// <summary>Keeps the spectrum taken last: while settings that do not change it are tried, it is taken once.</summary>
/// <remarks>A spectrum of more components serves where fewer are asked for. One is kept, and it is replaced whole.</remarks>
sealed class SpectrumShelf
{
    Kept? _kept;

    internal ItemSpectrum Of(DataSplit split, SpectralSettings settings, long halfLife, CancellationToken cancellation)
    {
        var kept = _kept;
        if (kept is not null
            && ReferenceEquals(kept.Train, split.Train)
            && kept.HalfLife == halfLife
            && kept.Settings.Components >= settings.Components
            && kept.Settings == settings with { Components = kept.Settings.Components })
        {
            return kept.Spectrum;
        }

        var train = halfLife == Learning.Evaluation.HistoryWeights.NoFading ? split.Train : split.Train.Faded(split.Now, halfLife);
        var spectrum = SpectralDecomposition.Of(train.ToMatrix(), settings, null, cancellation);
        _kept = new Kept(split.Train, settings, halfLife, spectrum);
        return spectrum;
    }

    sealed record Kept(Interactions Train, SpectralSettings Settings, long HalfLife, ItemSpectrum Spectrum);
}
