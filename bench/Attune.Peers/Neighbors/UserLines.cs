using System.Globalization;
using System.IO.Compression;
using Attune.Learning.Splits;

namespace Attune.Peers.Neighbors;

/// <summary>LightGCN's files: a line per user, <c>user item item …</c>.</summary>
static class UserLines
{
    /// <summary>Reads a train and a test file, numbered alike.</summary>
    public static (Interactions Train, Interactions Test) Read(string train, string test)
    {
        var (left, right) = (Rows(train), Rows(test));
        var (users, items) = (left.Concat(right).Max(row => row.User) + 1, left.Concat(right).Max(row => row.Item) + 1);
        return (Of(left, users, items), Of(right, users, items));
    }

    static List<(int User, int Item)> Rows(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var rows = new List<(int, int)>();
        while (reader.ReadLine() is { } line)
        {
            var numbers = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
            rows.AddRange(numbers.Skip(1).Select(item => (numbers[0], item)));
        }

        return rows;
    }

    static Interactions Of(List<(int User, int Item)> rows, int users, int items) => new(
        users, items, rows.ConvertAll(row => row.User).ToArray(), rows.ConvertAll(row => row.Item).ToArray(), new long[rows.Count],
        Enumerable.Repeat(1f, rows.Count).ToArray());
}
