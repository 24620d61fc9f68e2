using System.Globalization;
using Attune.History.Surveying;

namespace Attune.Examining;

/// <summary>Compares which events came lately with those of the time before: what is broken in an application shows there first.</summary>
/// <remarks>
/// A type has moved where its share of the last day is <see cref="Factor"/> times that of the seven days before, or less than one
/// <see cref="Factor"/>-th of it, and chance does not explain it: z of two proportions beyond <see cref="Surely"/>. So far out because events of one visit
/// come together: with clusters of k events z is √k too large, and 8 allows for k = 16 at 2 standard deviations.
/// </remarks>
static class MixExamination
{
    const double Factor = 1.5;
    const double Surely = 8;
    const long FewestEvents = 100;

    static readonly DataSign Drift = new(
        "mixDrift", 0, 1,
        "People do not change so in a day: an application stopped sending something, or began to send it twice.",
        "See what was released when the share moved, and whether the type is still sent by every page.");

    /// <summary>Types whose share has moved.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> DriftAsync(HeldData held, CancellationToken cancellation)
    {
        var mix = await held.Survey.MixAsync(held.Query, cancellation);
        var (lately, earlier) = (mix.Sum(type => type.Lately), mix.Sum(type => type.Earlier));
        if (lately < FewestEvents || earlier < FewestEvents)
        {
            return [];
        }

        var moved = mix.Where(type => HasMoved(type, lately, earlier)).OrderByDescending(type => Math.Abs(Score(type, lately, earlier))).ToList();
        return
        [
            Drift.Judge(
                moved.Count, mix.Count,
                $"Of {mix.Count} types of events {moved.Count} have another share of the last {held.Query.Lately.TotalHours:0} hours than of the {held.Query.Earlier.TotalDays:0.#} days before.",
                moved.Take(held.Query.Examples).Select(type => string.Create(
                    CultureInfo.InvariantCulture,
                    $"{type.Type} {100.0 * type.Lately / lately:0.##} %, before {100.0 * type.Earlier / earlier:0.##} % (z = {Score(type, lately, earlier):0.#})"))),
        ];
    }

    static bool HasMoved(MixTally type, long lately, long earlier)
    {
        var (now, before) = (type.Lately / (double)lately, type.Earlier / (double)earlier);
        return (now > before * Factor || now * Factor < before) && Math.Abs(Score(type, lately, earlier)) > Surely;
    }

    // z of two proportions under the one they have together.
    static double Score(MixTally type, long lately, long earlier)
    {
        var together = (type.Lately + type.Earlier) / (double)(lately + earlier);
        var deviation = Math.Sqrt(together * (1 - together) * ((1.0 / lately) + (1.0 / earlier)));
        return deviation == 0 ? 0 : ((type.Lately / (double)lately) - (type.Earlier / (double)earlier)) / deviation;
    }
}
