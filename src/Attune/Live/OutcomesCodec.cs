using Attune.Learning.Online;
using Attune.Profiles;

namespace Attune.Live;

/// <summary>What was learned from outcomes as bytes: the layout of the features, the model, the places, the items, and when they were first known.</summary>
/// <remarks>A model of another layout is left behind, and learning begins anew; how items did is kept.</remarks>
static class OutcomesCodec
{
    public static int MostBytes(OutcomesHeld held) => 64 + (held.Model.Features * 24) + (held.ShownAt.Length * 8) + (held.Items.Impressions.Length * 17) + (held.Births.Length * 20);

    public static void Write(ref VarintWriter writer, OutcomesHeld held)
    {
        writer.Byte(OutcomeFeatures.Layout);
        writer.Double(held.Model.Outcomes);
        writer.Unsigned((ulong)held.Model.Features);
        for (var i = 0; i < held.Model.Features; i++)
        {
            writer.Double(held.Model.Pull[i]);
            writer.Double(held.Model.Squares[i]);
            writer.Double(held.Model.Information[i]);
        }

        writer.Unsigned((ulong)held.ShownAt.Length);
        for (var place = 0; place < held.ShownAt.Length; place++)
        {
            writer.Float(held.ShownAt[place]);
            writer.Float(held.TakenAt[place]);
        }

        var items = held.Items;
        writer.Unsigned((ulong)items.Impressions.Length);
        for (var item = 0; item < items.Impressions.Length; item++)
        {
            writer.Unsigned((ulong)items.Impressions[item]);
            writer.Float(items.Clicks[item]);
            writer.Float(items.Expected[item]);
            writer.Float(items.Costs[item]);
        }

        writer.Signed(held.Explored);
        writer.Signed(held.ExploredTaken);
        writer.Unsigned((ulong)held.Births.Length);
        foreach (var (micros, size) in held.Births)
        {
            writer.Signed(micros);
            writer.Unsigned((ulong)size);
        }
    }

    public static OutcomesHeld Read(ref VarintReader reader)
    {
        var layout = reader.Byte();
        var outcomes = reader.Double();
        var model = AdaptiveLogisticState.Empty(reader.Count(1_000));
        model.Outcomes = outcomes;
        for (var i = 0; i < model.Features; i++)
        {
            (model.Pull[i], model.Squares[i], model.Information[i]) = (reader.Double(), reader.Double(), reader.Double());
        }

        var (shownAt, takenAt) = (new float[ShownAnswer.MostPlaces], new float[ShownAnswer.MostPlaces]);
        for (int place = 0, places = reader.Count(ShownAnswer.MostPlaces); place < places; place++)
        {
            (shownAt[place], takenAt[place]) = (reader.Float(), reader.Float());
        }

        var items = new ItemExposure.Counts(reader.Count(int.MaxValue));
        for (var item = 0; item < items.Impressions.Length; item++)
        {
            items.Impressions[item] = reader.Int();
            (items.Clicks[item], items.Expected[item], items.Costs[item]) = (reader.Float(), reader.Float(), reader.Float());
        }

        var (explored, taken) = (reader.Signed(), reader.Signed());
        var births = new (long, int)[reader.Count(ItemBirths.Most + 1)];
        for (var n = 0; n < births.Length; n++)
        {
            births[n] = (reader.Signed(), reader.Int());
        }

        var known = layout == OutcomeFeatures.Layout && model.Features == OutcomeFeatures.Count;
        return reader.AtEnd
            ? new OutcomesHeld(known ? model : AdaptiveLogisticState.Empty(OutcomeFeatures.Count), shownAt, takenAt, items)
            {
                Explored = explored,
                ExploredTaken = taken,
                Births = births,
            }
            : throw new InvalidDataException($"Outcomes with {reader.Left} bytes too many.");
    }
}
