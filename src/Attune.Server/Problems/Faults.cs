using Attune.Client.Wire;

namespace Attune.Server.Problems;

/// <summary>Everything found wrong with one request: collected, so that one answer names it all.</summary>
sealed class Faults
{
    /// <summary>Longest piece of a bad value that is said back, in characters.</summary>
    public const int LongestValue = 64;

    const int Most = 100;

    readonly List<FieldError> _errors = [];

    /// <summary>True where something is wrong.</summary>
    public bool Any => _errors.Count > 0;

    /// <summary>What is wrong, in the order found; at most 100.</summary>
    public IReadOnlyList<FieldError> Errors => _errors;

    /// <summary>Adds a fault.</summary>
    /// <param name="field">What is at fault.</param>
    /// <param name="value">The value as given; null where it was missing.</param>
    /// <param name="limit">What is allowed, as a sentence.</param>
    /// <param name="position">The place within the value, from 0, where it has a grammar.</param>
    /// <param name="suggestion">What was probably meant.</param>
    public void Add(string field, string? value, string limit, int? position = null, string? suggestion = null)
    {
        if (_errors.Count < Most)
        {
            _errors.Add(new(Cut(field)!, Cut(value), limit, position, suggestion));
        }
    }

    /// <summary>The value, or its first 64 characters and a mark that there was more.</summary>
    public static string? Cut(string? value)
    {
        if (value is null || value.Length <= LongestValue)
        {
            return value;
        }

        // Not between the halves of a surrogate pair: half a character cannot be written as UTF-8.
        var length = char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue;
        return string.Concat(value.AsSpan(0, length), "…");
    }
}
