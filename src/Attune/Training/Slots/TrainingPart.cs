using Attune.Learning.Matrices;
using Attune.Learning.Splits;

namespace Attune.Training.Slots;

/// <summary>What one training may see: the earliest events of the data, and the instant as of which they count.</summary>
/// <param name="data">All events.</param>
/// <param name="count">How many of them, from the earliest, may be seen.</param>
/// <param name="now">Microseconds since 1970: strengths are faded as of then.</param>
sealed class TrainingPart(TrainingData data, int count, long now)
{
    const double MicrosPerDay = 86_400e6;

    SparseMatrix? _byType;

    /// <summary>As of when strengths are faded.</summary>
    public long Now => now;

    /// <summary>The events with the strength each had when it happened.</summary>
    public Interactions Events { get; } = data.Unfaded().Slice(0, count);

    /// <summary>Users × items, in faded strengths.</summary>
    /// <param name="halfLifeDays">One half-life for all events, in days, 0 = no fading; null = the half-life of each event's type.</param>
    public SparseMatrix Matrix(double? halfLifeDays) => halfLifeDays switch
    {
        null => _byType ??= data.At(now).Slice(0, count).ToMatrix(),
        0 => Events.ToMatrix(),
        _ => Events.Faded(now, (long)(halfLifeDays.Value * MicrosPerDay)).ToMatrix(),
    };
}
