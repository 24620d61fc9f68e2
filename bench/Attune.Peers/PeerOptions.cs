using System.Globalization;

namespace Attune.Peers;

/// <summary>What is measured, and how often.</summary>
sealed record PeerOptions
{
    /// <summary>The comparisons asked for.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Rounds that count, after one that does not; medians are reported.</summary>
    public int Repeats { get; init; } = 5;

    public IReadOnlyList<int> Threads { get; init; } = [1, 2];

    /// <summary>Sizes, in whatever a comparison counts; empty for its own.</summary>
    public IReadOnlyList<int> Sizes { get; init; } = [];

    public string? Out { get; init; }

    public static PeerOptions Parse(string[] arguments, IReadOnlyList<IComparison> comparisons)
    {
        var known = comparisons.Select(comparison => comparison.Name).ToArray();
        var (options, names) = (new PeerOptions(), new List<string>());
        for (var at = 0; at < arguments.Length; at++)
        {
            if (known.Contains(arguments[at]))
            {
                names.Add(arguments[at]);
                continue;
            }

            var option = arguments[at];
            if (option is not ("--repeats" or "--threads" or "--sizes" or "--out"))
            {
                throw new ArgumentException($"{option} is unknown; known are {string.Join(", ", known)}, --repeats, --threads, --sizes and --out.");
            }

            var value = ++at < arguments.Length ? arguments[at] : throw new ArgumentException($"{option} needs a value.");
            options = option switch
            {
                "--repeats" => options with { Repeats = Numbers(value)[0] },
                "--threads" => options with { Threads = Numbers(value) },
                "--sizes" => options with { Sizes = Numbers(value) },
                _ => options with { Out = value },
            };
        }

        return options with { Names = names.Count == 0 ? known : names };
    }

    static int[] Numbers(string text) => [.. text.Split(',').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
}
