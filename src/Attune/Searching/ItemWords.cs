using System.Runtime.InteropServices;
using System.Text.Json;

namespace Attune.Searching;

/// <summary>The words an item is found by, each with its weight: over the item's texts and sets, how often it stands there times the property's weight.</summary>
sealed class ItemWords(SearchSettings settings)
{
    readonly List<string> _words = [];

    /// <summary>By word; empty until read.</summary>
    public Dictionary<string, float> Weights { get; } = new(StringComparer.Ordinal);

    /// <summary>All weights together: the item's length.</summary>
    public float Length { get; private set; }

    /// <summary>Reads an item.</summary>
    /// <param name="properties">A JSON object as UTF-8 text; empty for an item without properties.</param>
    public void Read(ReadOnlySpan<byte> properties)
    {
        Weights.Clear();
        (Length, var left) = (0, settings.WordsPerItem);
        if (properties.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(properties);
        reader.Read();
        while (left > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var weight = (float)settings.WeightOf(reader.GetString()!);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                left -= Add(reader.GetString()!, weight, left);
            }
            else if (reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    left -= reader.TokenType == JsonTokenType.String ? Add(reader.GetString()!, weight, left) : 0;
                }
            }
            else
            {
                reader.Skip();
            }
        }
    }

    int Add(string text, float weight, int most)
    {
        // Addresses of pictures and pages are no words anybody types.
        if (weight <= 0 || text.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return 0;
        }

        _words.Clear();
        FoldedWords.Add(text, _words, most);
        foreach (var word in _words)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Weights, word, out _) += weight;
        }

        Length += weight * _words.Count;
        return _words.Count;
    }
}
