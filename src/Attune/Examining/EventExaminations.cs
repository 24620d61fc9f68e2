using System.Globalization;
using Attune.Events;
using Attune.History.Surveying;

namespace Attune.Examining;

/// <summary>Looks at events for what was sent twice, by machines, or by clocks that are wrong.</summary>
static class EventExaminations
{
    static readonly DataSign Repeats = new(
        "repeatedEvents", 0.01, 0.2,
        "What is sent twice counts twice: in profiles, in what trends, and in the models.",
        "Give each event an eventId of its own and send it again under the same id: repeats of an id are dropped. In a page, look for handlers that were attached twice.");

    static readonly DataSign Ahead = new(
        "clocksAhead", 0.005, 0.2,
        "An event of the future looks like the newest there is, and what is old trends.",
        "Set the clocks of the named sources by NTP, or send no timestamp: the server's is then taken.");

    static readonly DataSign Behind = new(
        "clocksBehind", 0.01, 0.2,
        "An event that comes days late changes no list when it would have, and may be too old to count.",
        "See whether the named sources keep events back, or have the wrong date. Files are brought in by attune import, and are told apart.");

    static readonly DataSign Bots = new(
        "bots", 0, 0.2,
        "Nobody does so much: what a machine looks at trends, and is what the models learn.",
        "Keep crawlers and tests out where events are sent; erase what they have left (DELETE /v1/users/{id}).");

    /// <summary>The same act twice within a second.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> RepeatsAsync(HeldData held, CancellationToken cancellation)
    {
        var names = SurveyQuery.NotActs.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        var events = (await held.TypesAsync(cancellation)).Where(type => !names.Contains(type.Type)).Sum(type => type.Events);
        var found = await held.Survey.RepeatsAsync(held.Query, cancellation);
        return
        [
            Repeats.Judge(
                found.Events, events,
                $"{found.Events} of {events} events repeat one of the same user, item and type within {held.Query.RepeatWithin.TotalSeconds:0.###} s.",
                found.Acts.Select(act => Say($"{Whose(act.Profile)}: {act.Type} of {act.Item}, {act.Again} too many"))),
        ];
    }

    /// <summary>Events dated beyond their acceptance, or days before it.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> ClocksAsync(HeldData held, CancellationToken cancellation)
    {
        var clocks = await held.Survey.ClocksAsync(held.Query, cancellation);
        var (ahead, behind) = (clocks.Sources.Sum(source => source.Ahead), clocks.Sources.Sum(source => source.Behind));
        return
        [
            Ahead.Judge(
                ahead, clocks.Events,
                $"{ahead} of {clocks.Events} events are dated more than {held.Query.Ahead.TotalMinutes:0} minutes after they came.",
                clocks.Sources.Where(source => source.Ahead > 0).OrderByDescending(source => source.Ahead).Take(held.Query.Examples)
                    .Select(source => Say($"{Name(source)}: {source.Ahead} of {source.Events}, up to {Long(source.MostAhead)}"))),
            Behind.Judge(
                behind, clocks.Events,
                $"{behind} of {clocks.Events} events are dated more than {held.Query.Behind.TotalHours:0} hours before they came; {clocks.Imported} more came as a file does.",
                clocks.Sources.Where(source => source.Behind > 0).OrderByDescending(source => source.Behind).Take(held.Query.Examples)
                    .Select(source => Say($"{Name(source)}: {source.Behind} of {source.Events}, up to {Long(source.MostBehind)}"))),
        ];
    }

    /// <summary>Users who do more than a person can.</summary>
    public static async ValueTask<IReadOnlyList<DataFinding>> BotsAsync(HeldData held, CancellationToken cancellation)
    {
        var events = (await held.TypesAsync(cancellation)).Sum(type => type.Events);
        var rates = await held.Survey.RatesAsync(held.Query, cancellation);
        return
        [
            Bots.Judge(
                rates.Events, events,
                $"{rates.Events} of {events} events are of {rates.Profiles} users or visits at more than {held.Query.MostAMinute} acts a minute or {held.Query.MostADay} a day.",
                rates.Fastest.Select(one => Say($"{Whose(one.Profile)}: {Rate(one)}"))),
        ];
    }

    static string Rate(FastProfile one) => one.MostAMinute >= one.MostADay ? Say($"{one.MostAMinute} in a minute")
        : one.MostAMinute > 0 ? Say($"{one.MostAMinute} in a minute, {one.MostADay} in a day") : Say($"{one.MostADay} in a day");

    static string Name(SourceClock source) => source.Source.Length == 0 ? "without a source" : $"source {source.Source}";

    static string Whose(string profile) => new ProfileKey(profile).IsUser ? $"user {profile[2..]}" : $"visit {profile[2..]}";

    static string Long(TimeSpan span) => span.TotalDays >= 2 ? Say($"{span.TotalDays:0.#} days") : span.TotalHours >= 2 ? Say($"{span.TotalHours:0.#} hours") : Say($"{span.TotalMinutes:0.#} minutes");

    static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
