using System.Collections.Concurrent;
using Attune.Catalog;

namespace Attune.Filtering;

/// <summary>Filters compiled before, by text; bounded, emptied when full. Refusals are not kept: the schema may grow.</summary>
sealed class CompiledFilters(int capacity)
{
    readonly ConcurrentDictionary<string, FilterOutcome.Compiled> _byText = new(StringComparer.Ordinal);

    internal FilterOutcome GetOrAdd(string text, PropertySchema schema, PropertySchema users)
    {
        if (_byText.TryGetValue(text, out var known))
        {
            return known;
        }

        var outcome = FilterLanguage.Compile(text, schema, users);
        if (outcome is FilterOutcome.Compiled compiled)
        {
            if (_byText.Count >= capacity)
            {
                _byText.Clear();
            }

            _byText[text] = compiled;
        }

        return outcome;
    }
}
