using System.Globalization;
using System.Text;
using Attune.Events;

namespace Attune.Filtering;

/// <summary>A function of the language.</summary>
/// <param name="Arguments">How many it takes, a receiver before the dot included.</param>
/// <param name="Usage">How it is written.</param>
/// <param name="Apply">Its meaning; null where the arguments do not fit.</param>
sealed record Function(int Arguments, string Usage, Func<IReadOnlyList<Typed>, Typed?> Apply);

/// <summary>All functions of the language.</summary>
static class Functions
{
    static readonly Dictionary<string, Function> All = new()
    {
        ["has"] = new(1, "has(item.property)", _ => null),
        ["now"] = new(0, "now()", _ => Typed.Of(TermType.Timestamp, new NumberTerm.Now())),
        ["size"] = new(1, "size(item.set)", of => Size(of[0]) is { } size ? Typed.Of(TermType.Number, size) : null),
        ["timestamp"] = new(1, "timestamp(\"2026-11-20T18:00:00Z\")", of => Literal(of[0]) is { } text ? Timestamp(text) : null),
        ["duration"] = new(1, "duration(\"1h30m\")", of => Literal(of[0]) is { } text ? Duration(text) : null),
        ["geo"] = new(2, "geo(52.5, 13.4)", of => ShapeFunctions.Geo(of[0], of[1])),
        ["distance"] = new(2, "distance(item.place, geo(52.5, 13.4)) or distance(item.vector, context.item.vector)", of => ShapeFunctions.Distance(of[0], of[1])),
        ["similarity"] = new(2, "similarity(item.vector, context.item.vector)", of => ShapeFunctions.Similarity(of[0], of[1])),
        ["startsWith"] = new(2, "item.text.startsWith(\"…\")", of => Texts(TextRelation.StartsWith, of)),
        ["endsWith"] = new(2, "item.text.endsWith(\"…\")", of => Texts(TextRelation.EndsWith, of)),
        ["contains"] = new(2, "item.text.contains(\"…\"), or \"…\" in item.set", of => Texts(TextRelation.Contains, of)),
    };

    static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789.");

    static readonly (string Unit, double Micros)[] Units =
        [("ms", 1e3), ("us", 1), ("d", 86_400e6), ("h", 3600e6), ("m", 60e6), ("s", 1e6)];

    internal static IEnumerable<string> Names => All.Keys;

    internal static Function? Named(string name) => All.GetValueOrDefault(name);

    static NumberTerm? Size(Typed of) => of switch
    {
        { Set: { } set } => new NumberTerm.SizeOf(set),
        { History: { Name: null } history } => new NumberTerm.SizeOfHistory(history.Kind),
        _ => null,
    };

    static string? Literal(Typed typed) => (typed.Text as TextTerm.Literal)?.Value;

    static Typed? Texts(TextRelation relation, IReadOnlyList<Typed> of) =>
        of[0].Text is { } left && of[1].Text is { } right ? Typed.Of(new Condition.Texts(relation, left, right)) : null;

    static Typed? Timestamp(string text) =>
        text.Length <= Rfc3339.MaxBytes && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var time)
            ? Typed.Of(TermType.Timestamp, new NumberTerm.Literal(time.Micros))
            : null;

    // Numbers each followed by a unit, as 1h30m, 0.5s, -24h; d is 24 h.
    static Typed? Duration(string text)
    {
        var rest = text.AsSpan();
        var sign = rest.StartsWith("-") ? -1 : 1;
        rest = rest[(sign < 0 ? 1 : 0)..];
        if (rest.IsEmpty)
        {
            return null;
        }

        var micros = 0.0;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits < 1 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count))
            {
                return null;
            }

            rest = rest[digits..];
            var known = false;
            foreach (var (unit, factor) in Units)
            {
                if (rest.StartsWith(unit, StringComparison.Ordinal))
                {
                    micros += count * factor;
                    rest = rest[unit.Length..];
                    known = true;
                    break;
                }
            }

            if (!known)
            {
                return null;
            }
        }

        return double.IsFinite(micros) ? Typed.Of(TermType.Duration, new NumberTerm.Literal(sign * micros)) : null;
    }
}
