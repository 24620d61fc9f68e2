using System.Globalization;
using System.IO.Compression;
using Attune.Learning.Splits;

namespace Attune.Peers.Retrieval;

/// <summary>LightGCN's split of gowalla in <c>../shared/data</c>: a line a user, <c>user item item …</c>.</summary>
static class Gowalla
{
    const string Folder = "../shared/data/gowalla";

    /// <summary>The split; null where the data is not there.</summary>
    internal static DataSplit? Read()
    {
        if (!File.Exists(Path.Combine(Folder, "train.txt.gz")))
        {
            return null;
        }

        var (train, test) = (Pairs("train.txt.gz"), Pairs("test.txt.gz"));
        var users = train.Concat(test).Max(pair => pair.User) + 1;
        var items = train.Concat(test).Max(pair => pair.Item) + 1;
        return PublishedSplit.From(Of(train, users, items), Of(test, users, items));
    }

    static Interactions Of(List<(int User, int Item)> pairs, int users, int items) => new(
        users,
        items,
        pairs.Select(pair => pair.User).ToArray(),
        pairs.Select(pair => pair.Item).ToArray(),
        new long[pairs.Count],
        Enumerable.Repeat(1f, pairs.Count).ToArray());

    static List<(int User, int Item)> Pairs(string name)
    {
        var pairs = new List<(int User, int Item)>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Folder, name)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            pairs.AddRange(numbers.Skip(1).Select(item => (Number(numbers[0]), Number(item))));
        }

        return pairs;
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
