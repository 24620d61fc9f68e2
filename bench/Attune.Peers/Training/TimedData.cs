using System.Globalization;
using System.IO.Compression;
using Attune.Learning.Splits;

namespace Attune.Peers.Training;

/// <summary>Reads data sets with times from <c>../shared/data</c>: each pair of a user and an item once, when it came first.</summary>
static class TimedData
{
    const string Folder = "../shared/data";

    /// <summary>MovieLens 100k: tabs between user, item, rating and second.</summary>
    public static Interactions MovieLens() => Of(
        File.ReadLines(Path.Combine(Folder, "ml-100k/u.data"))
            .Select(line => line.Split('\t'))
            .Select(fields => (User: fields[0], Item: fields[1], Time: long.Parse(fields[3], CultureInfo.InvariantCulture)))
            .OrderBy(row => row.Time));

    /// <summary>Online Retail, in order of date: lines with a customer that are no cancellation.</summary>
    public static Interactions OnlineRetail()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, "online-retail/online-retail.csv.gz")), CompressionMode.Decompress));
        text.ReadLine();
        var rows = new List<(string User, string Item, long Time)>();
        while (text.ReadLine() is { } line)
        {
            // The description may hold commas; what is read stands before and behind it.
            var fields = line.Split(',');
            if (fields[^2].Length > 0 && fields[0][0] != 'C')
            {
                rows.Add((fields[^2], fields[1], rows.Count));
            }
        }

        return Of(rows);
    }

    static Interactions Of(IEnumerable<(string User, string Item, long Time)> rows)
    {
        var (users, items) = (new Dictionary<string, int>(), new Dictionary<string, int>());
        var pairs = rows.Select(row => (User: Number(users, row.User), Item: Number(items, row.Item), row.Time))
            .DistinctBy(row => (row.User, row.Item)).ToArray();
        var ones = new float[pairs.Length];
        Array.Fill(ones, 1f);
        return new Interactions(
            users.Count,
            items.Count,
            Array.ConvertAll(pairs, pair => pair.User),
            Array.ConvertAll(pairs, pair => pair.Item),
            Array.ConvertAll(pairs, pair => pair.Time),
            ones);
    }

    static int Number(Dictionary<string, int> numbers, string id)
    {
        if (!numbers.TryGetValue(id, out var number))
        {
            numbers[id] = number = numbers.Count;
        }

        return number;
    }
}
