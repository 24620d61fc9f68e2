using System.Globalization;

namespace Attune.Load;

/// <summary>The sizes of a run.</summary>
sealed record LoadOptions
{
    public int Items { get; init; } = 100_000;

    public int Users { get; init; } = 100_000;

    public int Events { get; init; } = 1_000_000;

    public int Categories { get; init; } = 200;

    public int Rate { get; init; } = 1_000;

    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often the figures of recommending are taken; the median is reported.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>A data directory to go on with and to keep; null for a new one that is deleted.</summary>
    public string? Data { get; init; }

    public string? Only { get; init; }

    public string? Out { get; init; }

    /// <summary>What the arguments say, and of what they do not say, what <paramref name="otherwise"/> has.</summary>
    public static LoadOptions Parse(string[] arguments, LoadOptions? otherwise = null)
    {
        var options = otherwise ?? new LoadOptions();
        for (var at = 0; at < arguments.Length; at += 2)
        {
            var value = at + 1 < arguments.Length ? arguments[at + 1] : throw new ArgumentException($"{arguments[at]} needs a value.");
            options = arguments[at] switch
            {
                "--items" => options with { Items = Number(value) },
                "--users" => options with { Users = Number(value) },
                "--events" => options with { Events = Number(value) },
                "--rate" => options with { Rate = Number(value) },
                "--seconds" => options with { Duration = TimeSpan.FromSeconds(Number(value)) },
                "--repeats" => options with { Repeats = Number(value) },
                "--data" => options with { Data = value },
                "--only" => options with { Only = value },
                "--out" => options with { Out = value },
                _ => throw new ArgumentException($"{arguments[at]} is unknown; known are --items, --users, --events, --rate, --seconds, --repeats, --data, --only and --out."),
            };
        }

        return options;

        static int Number(string text) => int.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }
}
