using System.Text.Json;
using Attune.Catalog;
using Attune.Filtering;

namespace Attune.Recommending.Candidates;

/// <summary>What resembles an item when its neighbours are too few: the factor model's word, or else the same kind of item.</summary>
static class RelatedItems
{
    /// <summary>What of the similar source's weight items of the same kind get: below every neighbour that is one.</summary>
    const float CategoryPart = 0.05f;

    const float FactorPart = 0.2f;

    /// <summary>Fills up with items that fit the taste of somebody who took up what is asked about alone.</summary>
    public static void Fill(Question question, Scratch scratch)
    {
        if (scratch.Pool.Count < question.Count
            && question.Generation is { } generation
            && TasteItems.TryFold(generation, question.Subjects, scratch.SeedAttention.AsSpan(0, question.Subjects.Length), scratch.User))
        {
            var found = TasteItems.Find(generation, question.Cold, scratch.User, scratch.Allowed, scratch.Room.AsSpan(0, question.Count));
            scratch.Pool.Add(CandidateSource.Taste, found, question.Weights[CandidateSource.Taste] * FactorPart);
        }
    }

    /// <summary>Fills up with items of the same category, those taken up most of late first, then by ordinal.</summary>
    public static void FillByCategory(Question question, Scratch scratch, RecommendSettings settings)
    {
        if (SameKind(question, settings.CategoryProperties) is not { } kind)
        {
            return;
        }

        var values = question.Overlay.Trending.Views[^1].Values;
        var best = new BestItems(scratch.Room.AsSpan(0, question.Count));
        for (var w = kind.Words.Length - 1; w >= 0; w--)
        {
            for (var left = kind.Words[w]; left != 0; left &= left - 1)
            {
                var item = (w * 64) + System.Numerics.BitOperations.TrailingZeroCount(left);
                if (scratch.Allowed.Contains(item))
                {
                    best.Offer(item, Math.Max(item < values.Length ? values[item] : 0, 1e-30f));
                }
            }
        }

        scratch.Pool.Add(CandidateSource.Similar, best.InOrder(), question.Weights[CandidateSource.Similar] * CategoryPart);
    }

    static ItemSet? SameKind(Question question, IReadOnlyList<string> properties)
    {
        if (question.Item < 0 || question.Item >= question.Catalog.Size || question.Catalog.PropertiesJson(question.Item) is not { } json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        foreach (var name in properties)
        {
            if (document.RootElement.TryGetProperty(name, out var value)
                && Condition(name, value) is { } text
                && question.Catalog.Compile(text) is FilterOutcome.Compiled compiled)
            {
                return question.Catalog.Evaluate(compiled.Filter, question.Context);
            }
        }

        return null;
    }

    static string? Condition(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"item.{name} == {JsonSerializer.Serialize(value.GetString())}",
        JsonValueKind.Array when value.GetArrayLength() > 0 => string.Join(
            " || ", value.EnumerateArray().Take(5).Select(entry => $"{JsonSerializer.Serialize(entry.ToString())} in item.{name}")),
        _ => null,
    };
}
