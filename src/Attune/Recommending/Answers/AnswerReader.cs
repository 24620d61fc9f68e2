using Attune.Catalog;
using Attune.Events;
using Attune.Learning.Factors;
using Attune.Profiles;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;

namespace Attune.Recommending.Answers;

/// <summary>Reads what <see cref="AnswerWriter"/> wrote.</summary>
static class AnswerReader
{
    /// <summary>The answer these bytes hold.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="catalog">Whose ordinals they name.</param>
    /// <exception cref="InvalidDataException">They are damaged or of another version.</exception>
    public static AnswerRecord Read(ReadOnlySpan<byte> bytes, ItemCatalog catalog)
    {
        var reader = new VarintReader(bytes);
        var version = reader.Byte();
        if (version != AnswerWriter.Version)
        {
            throw new InvalidDataException($"An answer of version {version}; this program reads version {AnswerWriter.Version}.");
        }

        var key = new AnswerKey((long)reader.Unsigned(), reader.Unsigned());
        var follows = ReadOptional(ref reader);
        var list = ReadOptional(ref reader);
        var (request, inputs) = ReadAsked(ref reader, catalog);
        var record = new AnswerRecord
        {
            RecommendationId = key.ToString(),
            Follows = follows,
            List = list,
            Request = request,
            Time = new EventTime(reader.Signed()),
            Scenario = reader.Text(),
            ScenarioVersion = reader.Int(),
            Generation = reader.Int(),
            Watermark = LogToken.TryParse(reader.Text(), out var watermark) ? watermark : LogToken.None,
            Rung = (Rung)reader.Byte(),
            Took = new TimeSpan((long)reader.Unsigned()),
            Items = [],
        };
        inputs = inputs with
        {
            Chance = reader.Unsigned(),
            Size = reader.Int(),
            Profile = reader.Bytes(reader.Count(int.MaxValue)).ToArray(),
        };
        var count = reader.Count(int.MaxValue);
        var (items, slots, prints) = (new AnsweredItem[count], new Slot[count], new uint[count]);
        for (var place = 0; place < count; place++)
        {
            (slots[place], prints[place], items[place]) = ReadPlace(ref reader, catalog, list);
        }

        var candidates = new RecordedCandidate[reader.Count(int.MaxValue)];
        var spoken = reader.Byte() == 1;
        for (var n = 0; n < candidates.Length; n++)
        {
            candidates[n] = new RecordedCandidate(
                reader.Int(), reader.Float(), (uint)reader.Unsigned(), spoken ? reader.Float() : 0, ReadParts(ref reader));
        }

        var found = new ScoredItem[reader.Count(int.MaxValue)][];
        for (var n = 0; n < found.Length; n++)
        {
            found[n] = ReadScored(ref reader);
        }

        var left = ReadTexts(ref reader);
        return record with { Items = items, Left = left, Inputs = inputs with { Slots = slots, Prints = prints, Candidates = candidates, Spoken = spoken, Found = found } };
    }

    static (RecommendationRequest Request, AnswerInputs Inputs) ReadAsked(ref VarintReader reader, ItemCatalog catalog)
    {
        var request = new RecommendationRequest
        {
            User = ReadOptional(ref reader) is { } user ? new UserId(user) : null,
            Session = ReadOptional(ref reader) is { } session ? new SessionId(session) : null,
            Item = ReadOptional(ref reader) is { } item ? new ItemId(item) : null,
            Filter = ReadOptional(ref reader),
            Scenario = reader.Text(),
            Count = reader.Int() is > 0 and var asked ? asked : null,
        };
        var count = reader.Int();
        request = request with { Relation = reader.Byte() is > 0 and var wanted ? (ItemRelation)(wanted - 1) : null };
        var relation = (ItemRelation)reader.Byte();
        request = request with
        {
            Explain = reader.Byte() == 1,
            Deadline = new TimeSpan((long)reader.Unsigned()),
            Cart = ReadTexts(ref reader),
            Given = ReadItems(ref reader, catalog),
            Exclude = ReadItems(ref reader, catalog),
            Include = ReadItems(ref reader, catalog),
        };
        var shown = new int[reader.Count(int.MaxValue)];
        for (var n = 0; n < shown.Length; n++)
        {
            shown[n] = reader.Int();
        }

        var events = new RequestEvent[reader.Count(RecommendationRequest.MaxEvents)];
        for (var n = 0; n < events.Length; n++)
        {
            events[n] = ReadEvent(ref reader);
        }

        return (request with { Events = events }, new AnswerInputs { Count = count, Relation = relation, Shown = shown });
    }

    static RequestEvent ReadEvent(ref VarintReader reader)
    {
        var name = reader.Text();
        var item = new ItemId(reader.Text());
        var time = new EventTime(reader.Signed());
        var valued = reader.Byte() == 1;
        var value = BitConverter.UInt64BitsToDouble(reader.Unsigned());
        return EventType.TryParse(name, out var type)
            ? new RequestEvent(type, item, time, valued ? value : null)
            : throw new InvalidDataException($"'{name}' is no type of event.");
    }

    static (Slot Slot, uint Print, AnsweredItem Item) ReadPlace(ref VarintReader reader, ItemCatalog catalog, string? list)
    {
        var (ordinal, score, kind, propensity) = (reader.Int(), reader.Float(), reader.Byte(), reader.Float());
        var reason = CandidateSources.NameOf((CandidateSource)reader.Byte());
        var print = (uint)reader.Unsigned();
        var parts = ReadParts(ref reader);
        var named = new List<(string Source, float Score)>();
        for (var source = 0; source < parts.Length; source++)
        {
            if (parts[source] != 0)
            {
                named.Add((CandidateSources.NameOf((CandidateSource)source), parts[source]));
            }
        }

        named.Sort((one, other) => other.Score.CompareTo(one.Score));
        var placed = SlotKinds.NameOf((SlotKind)kind);
        return (
            new Slot(ordinal, score, (SlotKind)kind, propensity),
            print,
            new AnsweredItem(catalog.IdOf(ordinal), score, list ?? (named.Count == 0 && kind != 0 ? placed : reason), placed, propensity, named));
    }

    static ScoredItem[] ReadScored(ref VarintReader reader)
    {
        var items = new ScoredItem[reader.Count(int.MaxValue)];
        for (var n = 0; n < items.Length; n++)
        {
            items[n] = new ScoredItem(reader.Int(), reader.Float());
        }

        return items;
    }

    static float[] ReadParts(ref VarintReader reader)
    {
        var parts = new float[CandidateSources.Count];
        var mask = (uint)reader.Unsigned();
        for (var source = 0; source < parts.Length; source++)
        {
            parts[source] = (mask >> source & 1) != 0 ? reader.Float() : 0;
        }

        return parts;
    }

    static ItemId[] ReadItems(ref VarintReader reader, ItemCatalog catalog)
    {
        var items = new ItemId[reader.Count(int.MaxValue)];
        for (var n = 0; n < items.Length; n++)
        {
            items[n] = reader.Int() is > 0 and var known ? catalog.IdOf(known - 1) : new ItemId(reader.Text());
        }

        return items;
    }

    static ItemId[] ReadTexts(ref VarintReader reader)
    {
        var items = new ItemId[reader.Count(int.MaxValue)];
        for (var n = 0; n < items.Length; n++)
        {
            items[n] = new ItemId(reader.Text());
        }

        return items;
    }

    static string? ReadOptional(ref VarintReader reader) => reader.Byte() == 0 ? null : reader.Text();
}
