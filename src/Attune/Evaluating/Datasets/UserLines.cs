using System.Globalization;
using Attune.Learning.Splits;

namespace Attune.Evaluating.Datasets;

/// <summary>The formats <c>lightgcn</c> and <c>sequences</c>: a line per user, <c>user item item …</c>, whole numbers parted by blanks.</summary>
/// <remarks>Users and items are numbered by ascending id, so that ties in a list go by lower id.</remarks>
sealed class UserLines
{
    readonly List<(long User, long Item, int Place)> _rows = [];
    readonly HashSet<long> _users = [];

    /// <summary>Reads one file.</summary>
    /// <exception cref="DatasetException">A line does not hold whole numbers, or a user has two lines.</exception>
    internal static UserLines Read(string path)
    {
        var lines = new UserLines();
        foreach (var (number, text) in TextLines.Read(path))
        {
            lines.Add(path, number, text);
        }

        return lines._rows.Count > 0
            ? lines
            : throw new DatasetException(path, 0, "it holds no interaction; expected lines of 'user item item …'.");
    }

    /// <summary>Numbers the users and items of several files alike.</summary>
    /// <returns>For each file its interactions; the time is the place in the line.</returns>
    internal static Interactions[] Number(params UserLines[] files)
    {
        var users = Places(files.SelectMany(file => file._users));
        var items = Places(files.SelectMany(file => file._rows.Select(row => row.Item)));
        return Array.ConvertAll(files, file =>
        {
            var count = file._rows.Count;
            var (user, item, time, strength) = (new int[count], new int[count], new long[count], new float[count]);
            for (var n = 0; n < count; n++)
            {
                var row = file._rows[n];
                (user[n], item[n], time[n], strength[n]) = (users[row.User], items[row.Item], row.Place, 1);
            }

            return Interactions.Sorted(users.Count, items.Count, user, item, time, strength);
        });
    }

    void Add(string path, int number, string text)
    {
        var (place, user) = (-1, 0L);
        foreach (var range in text.AsSpan().SplitAny(' ', '\t'))
        {
            var field = text.AsSpan(range).Trim();
            if (field.IsEmpty)
            {
                continue;
            }

            if (!long.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                throw new DatasetException(
                    path, number, $"{DatasetException.Quote(field)} is no whole number from 0; expected 'user item item …'.");
            }

            if (place < 0)
            {
                user = id;
                if (!_users.Add(user))
                {
                    throw new DatasetException(path, number, $"user {user} has a line already; expected one line per user.");
                }
            }
            else
            {
                _rows.Add((user, id, place));
            }

            place++;
        }
    }

    static Dictionary<long, int> Places(IEnumerable<long> ids)
    {
        var places = new Dictionary<long, int>();
        foreach (var id in ids.Distinct().Order())
        {
            places.Add(id, places.Count);
        }

        return places;
    }
}
