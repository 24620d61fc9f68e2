using Attune.Events;

namespace Attune.Training;

/// <summary>The event weights by type code, as the history's columns have it. Custom types share a code, and here a weight.</summary>
sealed class EventStrengths
{
    readonly EventWeights _weights;
    readonly EventType[] _types = new EventType[EventType.CodeCount];

    /// <summary>Tables of the weights.</summary>
    /// <param name="weights">What each type says, and how fast that fades.</param>
    /// <param name="halfLifeScale">Half-lives are multiplied by this; 0 = nothing fades.</param>
    public EventStrengths(EventWeights weights, double halfLifeScale)
    {
        _weights = weights;
        Array.Fill(_types, EventType.TryParse("custom:any", out var custom) ? custom : EventType.View);
        foreach (var type in EventType.Known)
        {
            _types[type.Code] = type;
        }

        HalfLives = Array.ConvertAll(
            _types,
            type => halfLifeScale == 0 ? double.PositiveInfinity : weights.Of(type).HalfLife.TotalMicroseconds * halfLifeScale);
    }

    /// <summary>By type code: the half-life in microseconds, infinite where nothing fades.</summary>
    public double[] HalfLives { get; }

    /// <summary>What an event says when it happens, 0 or more.</summary>
    /// <param name="code">The type's code.</param>
    /// <param name="value">The event's value; NaN where it has none.</param>
    public float Of(byte code, float value) => _weights.Strength(_types[code], float.IsNaN(value) ? null : value);
}
