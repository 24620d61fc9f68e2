using Attune.Recommending.Ranking;

namespace Attune.Recommending.Arranging;

/// <summary>Puts pinned items at their places, as long as they may be recommended to who asks at all.</summary>
static class Pins
{
    /// <summary>From the first place on, so that a later pin does not push an earlier one away.</summary>
    public static void Place(Question question, Scratch scratch, ref Places places)
    {
        var pins = question.Scenario.Scenario.Pins;
        var before = 0;
        for (var n = 0; n < pins.Count; n++)
        {
            // The next by position: there are few, so looking is cheaper than an order of its own.
            var next = -1;
            for (var pin = 0; pin < pins.Count; pin++)
            {
                var later = pins[pin].Position > before && (next < 0 || pins[pin].Position < pins[next].Position);
                next = later ? pin : next;
            }

            before = pins[next].Position;
            var item = question.Pinned[next];
            if (before <= question.Count && scratch.Allowed.Contains(item))
            {
                places.Insert(before - 1, new Slot(item, Blend.Total(scratch.Pool, item), SlotKind.Pinned));
            }
        }

        places.Cut(question.Count);
    }
}
