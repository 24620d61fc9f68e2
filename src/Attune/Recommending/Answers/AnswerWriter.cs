using System.Buffers;
using Attune.Events;
using Attune.Profiles;
using Attune.Recommending.Arranging;
using Attune.Recommending.Candidates;
using Attune.Recommending.Ranking;

namespace Attune.Recommending.Answers;

/// <summary>Writes an answer as bytes, straight from what it was made on; <see cref="AnswerReader"/> is the way back.</summary>
/// <remarks>
/// <para><b>Layout.</b> Varints, texts with their lengths, floats as they are: version, id, what was asked, what it was answered
/// from, then the places (item, score, kind, propensity, reason, print) and the candidates (item, score, print, a mask of the
/// sources that gave something and what each gave).</para>
/// <para><b>Size.</b> Some 2.3 KB for 20 places, 60 candidates and a profile of 50 events; a tenth more where the ranker has a say.</para>
/// </remarks>
static class AnswerWriter
{
    /// <summary>The version of the layout.</summary>
    public const byte Version = 1;

    /// <summary>Writes an answer while its scratch still holds.</summary>
    /// <param name="question">As it was asked.</param>
    /// <param name="scratch">As the answer left it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="key">Its identity.</param>
    /// <param name="list">The reason of another kind of list; null for recommendations.</param>
    /// <returns>A rented array, to be given back, and how much of it is taken.</returns>
    public static (byte[] Rented, int Length) Write(Question question, Scratch scratch, Recommendation answer, AnswerKey key, string? list)
    {
        var profile = ProfileCodec.Encode(question.Profile);
        var watermark = answer.Watermark.ToString();
        var rented = ArrayPool<byte>.Shared.Rent(Most(question, scratch, answer, watermark, list) + profile.Length);
        var writer = new VarintWriter(rented);
        writer.Byte(Version);
        writer.Unsigned((ulong)key.Milliseconds);
        writer.Unsigned(key.Chance);
        WriteAsked(ref writer, question, list);
        writer.Signed(question.Now.Micros);
        writer.Text(question.Scenario.Scenario.Name);
        writer.Unsigned((ulong)question.Scenario.Scenario.Version);
        writer.Unsigned((ulong)answer.Generation);
        writer.Text(watermark);
        writer.Byte((byte)answer.Rung);
        writer.Unsigned((ulong)Math.Max(0, answer.Took.Ticks));
        writer.Unsigned(question.Chance);
        writer.Unsigned((ulong)question.Catalog.Size);
        writer.Unsigned((ulong)profile.Length);
        writer.Bytes(profile);
        WritePlaces(ref writer, question, scratch, answer.Items.Count);
        WriteCandidates(ref writer, question, scratch);
        WriteFound(ref writer, scratch.Findings);
        WriteTexts(ref writer, answer.Left);
        return (rented, writer.Length);
    }

    static void WriteAsked(ref VarintWriter writer, Question question, string? list)
    {
        var request = question.Request;
        WriteOptional(ref writer, request.Follows);
        WriteOptional(ref writer, list);
        WriteOptional(ref writer, request.User?.Value);
        WriteOptional(ref writer, request.Session?.Value);
        WriteOptional(ref writer, request.Item?.Value);
        WriteOptional(ref writer, request.Filter);
        writer.Text(request.Scenario);
        writer.Unsigned((ulong)(request.Count ?? 0));
        writer.Unsigned((ulong)question.Count);
        writer.Byte((byte)(request.Relation is { } relation ? (int)relation + 1 : 0));
        writer.Byte((byte)question.Relation);
        writer.Byte((byte)(request.Explain ? 1 : 0));
        writer.Unsigned((ulong)request.Deadline.Ticks);
        WriteTexts(ref writer, request.Cart);
        WriteItems(ref writer, question.Given, request.Given);
        WriteItems(ref writer, question.Exclude, request.Exclude);
        WriteItems(ref writer, question.Include ?? [], request.Include);
        writer.Unsigned((ulong)request.Shown.Count);
        for (var n = 0; n < request.Shown.Count; n++)
        {
            writer.Unsigned((ulong)request.Shown[n]);
        }

        writer.Unsigned((ulong)request.Events.Count);
        foreach (var happened in request.Events)
        {
            writer.Text(happened.Type.Name);
            writer.Text(happened.Item.Value);
            writer.Signed((happened.Time ?? question.Now).Micros);
            writer.Byte((byte)(happened.Value is null ? 0 : 1));
            writer.Unsigned(BitConverter.DoubleToUInt64Bits(happened.Value ?? 0));
        }
    }

    static void WritePlaces(ref VarintWriter writer, Question question, Scratch scratch, int count)
    {
        writer.Unsigned((ulong)count);
        foreach (var slot in scratch.Slate.AsSpan(0, count))
        {
            writer.Unsigned((ulong)slot.Item);
            writer.Float(slot.Score);
            writer.Byte((byte)slot.Kind);
            writer.Float(slot.Propensity);
            writer.Byte((byte)Blend.ReasonOf(scratch.Pool, slot.Item));
            WritePrint(ref writer, question, slot.Item);
            var at = scratch.Pool.PlaceOf(slot.Item);
            WriteParts(ref writer, at < 0 ? [] : scratch.Pool.PartsAt(at));
        }
    }

    static void WriteCandidates(ref VarintWriter writer, Question question, Scratch scratch)
    {
        writer.Unsigned((ulong)scratch.RankedCount);
        writer.Byte((byte)(scratch.Spoken ? 1 : 0));
        for (var n = 0; n < scratch.RankedCount; n++)
        {
            writer.Unsigned((ulong)scratch.Ranked[n].Item);
            writer.Float(scratch.Ranked[n].Score);
            WritePrint(ref writer, question, scratch.Ranked[n].Item);
            if (scratch.Spoken)
            {
                writer.Float(scratch.Words[scratch.Pool.PlaceOf(scratch.Ranked[n].Item)]);
            }

            WriteParts(ref writer, scratch.RankedParts.AsSpan(n * CandidateSources.Count, CandidateSources.Count));
        }
    }

    static void WriteFound(ref VarintWriter writer, Findings findings)
    {
        writer.Unsigned((ulong)findings.Count);
        for (var list = 0; list < findings.Count; list++)
        {
            var found = findings.Of(list);
            writer.Unsigned((ulong)found.Length);
            foreach (var item in found)
            {
                writer.Unsigned((ulong)item.Item);
                writer.Float(item.Score);
            }
        }
    }

    static void WriteParts(ref VarintWriter writer, ReadOnlySpan<float> parts)
    {
        var mask = 0u;
        for (var source = 0; source < parts.Length; source++)
        {
            mask |= parts[source] != 0 ? 1u << source : 0;
        }

        writer.Unsigned(mask);
        foreach (var part in parts)
        {
            if (part != 0)
            {
                writer.Float(part);
            }
        }
    }

    static void WritePrint(ref VarintWriter writer, Question question, int item) =>
        writer.Unsigned(PropertyPrint.Of(question.Catalog.PropertiesUtf8(item).Span));

    // One more than the ordinal; 0 and the text for an item that nobody knows.
    static void WriteItems(ref VarintWriter writer, IReadOnlyList<int> ordinals, IReadOnlyList<ItemId> items)
    {
        writer.Unsigned((ulong)items.Count);
        for (var n = 0; n < items.Count; n++)
        {
            writer.Unsigned((ulong)(ordinals[n] + 1));
            if (ordinals[n] < 0)
            {
                writer.Text(items[n].Value);
            }
        }
    }

    static void WriteTexts(ref VarintWriter writer, IReadOnlyList<ItemId> items)
    {
        writer.Unsigned((ulong)items.Count);
        for (var n = 0; n < items.Count; n++)
        {
            writer.Text(items[n].Value);
        }
    }

    static void WriteOptional(ref VarintWriter writer, string? text)
    {
        writer.Byte((byte)(text is null ? 0 : 1));
        if (text is not null)
        {
            writer.Text(text);
        }
    }

    // Room for the worst case: 3 bytes a character, 5 a number below 2³², 10 any other.
    static int Most(Question question, Scratch scratch, Recommendation answer, string watermark, string? list)
    {
        const int part = 4 * CandidateSources.Count;
        var request = question.Request;
        var texts = watermark.Length + question.Scenario.Scenario.Name.Length + request.Scenario.Length + Length(request.Follows)
            + Length(list) + Length(request.User?.Value) + Length(request.Session?.Value) + Length(request.Item?.Value) + Length(request.Filter);
        var most = 256 + (3 * texts) + (5 * request.Shown.Count) + Most(request.Cart) + Most(request.Given) + Most(request.Exclude)
            + Most(request.Include) + Most(answer.Left) + ((40 + part) * (answer.Items.Count + scratch.RankedCount)) + (9 * scratch.Findings.Items) + (5 * scratch.Findings.Count);
        foreach (var happened in request.Events)
        {
            most += 40 + (3 * (happened.Type.Name.Length + happened.Item.Value.Length));
        }

        return most;
    }

    static int Most(IReadOnlyList<ItemId> items)
    {
        var most = 0;
        for (var n = 0; n < items.Count; n++)
        {
            most += 10 + (3 * items[n].Value.Length);
        }

        return most;
    }

    static int Length(string? text) => text?.Length ?? 0;
}
