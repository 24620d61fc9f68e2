using Attune.Learning.Splits;

namespace Attune.Evaluating.Datasets;

/// <summary>The format <c>sessions</c>, in the three forms it comes in; which one is told by the first line.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>A table with a header naming session, item and time: rows in any order. Sessions go by their first time, rows within
/// a session by time, equal times as in the file.</item>
/// <item>A line per session: items in order, parted by blanks.</item>
/// <item>A line per question: the items of a prefix, a tab, the next item. Consecutive lines of one session form a group.</item>
/// </list>
/// </remarks>
sealed class SessionFile
{
    readonly List<int> _starts = [0];
    readonly List<int> _items = [];
    readonly List<long> _times = [];

    /// <summary>True where the file holds prefixes with their next item, and not sessions.</summary>
    internal bool HoldsPrefixes { get; set; }

    /// <summary>Reads a file; items are numbered by the table given, which files of one data set share.</summary>
    /// <exception cref="DatasetException">A line does not fit the form of the first.</exception>
    internal static SessionFile Read(string path, IdTable items)
    {
        var file = new SessionFile();
        var first = TextLines.Read(path).Select(line => line.Text).FirstOrDefault()
            ?? throw new DatasetException(path, 0, "it is empty; expected sessions.");
        if (first.Any(char.IsAsciiLetter) || first.AsSpan().IndexOfAny(',', ';') >= 0)
        {
            file.ReadTable(path, items);
        }
        else
        {
            file.HoldsPrefixes = first.Contains('\t', StringComparison.Ordinal);
            file.ReadLines(path, items);
        }

        return file;
    }

    /// <summary>The sessions, or the prefixes each with its next item at the end.</summary>
    /// <param name="items">How many items there are in all files together.</param>
    internal SessionSet ToSessions(int items) => new(items, [.. _starts], [.. _items], [.. _times]);

    /// <summary>By prefix: the session it is of. A line that, next item included, is the prefix of the line before is of the same.</summary>
    internal int[] Groups()
    {
        var groups = new int[_starts.Count - 1];
        for (var line = 1; line < groups.Length; line++)
        {
            var before = _items[_starts[line - 1]..(_starts[line] - 1)];
            var now = _items[_starts[line].._starts[line + 1]];
            groups[line] = groups[line - 1] + (now.SequenceEqual(before) ? 0 : 1);
        }

        return groups;
    }

    void ReadLines(string path, IdTable items)
    {
        foreach (var (number, text) in TextLines.Read(path))
        {
            var tabs = text.AsSpan().Count('\t');
            if (tabs != (HoldsPrefixes ? 1 : 0))
            {
                throw new DatasetException(
                    path, number, $"it has {tabs} tabs; expected {(HoldsPrefixes ? "'item item … TAB next'" : "'item item …'")} as in the first line.");
            }

            foreach (var field in text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
            {
                _times.Add(_items.Count);
                _items.Add(items.PlaceOf(field));
            }

            _starts.Add(_items.Count);
            if (HoldsPrefixes && _starts[^1] - _starts[^2] < 2)
            {
                throw new DatasetException(path, number, "expected at least one item before the tab and one behind it.");
            }
        }
    }

    void ReadTable(string path, IdTable items)
    {
        var (sessions, rows, fields) = (new IdTable(), new List<(int Session, int Item, long Time)>(), new List<string>());
        (ColumnRoles Roles, char Delimiter, int Session, int Item, int Time)? layout = null;
        foreach (var (number, text) in TextLines.Read(path))
        {
            var delimiter = layout?.Delimiter ?? DelimitedLine.DelimiterOf(text);
            if (!DelimitedLine.TrySplit(text, delimiter, fields))
            {
                throw new DatasetException(path, number, "a quoted field is not closed, or text follows its closing quote.");
            }

            if (layout is not { } at)
            {
                var roles = ColumnRoles.From(fields);
                layout = (roles, delimiter, roles.Require("session", path, number), roles.Require("item", path, number), roles.Require("time", path, number));
                continue;
            }

            if (fields.Count != at.Roles.Count || fields[at.Session].Length == 0 || fields[at.Item].Length == 0)
            {
                throw new DatasetException(
                    path, number, $"expected {at.Roles.Count} fields, session and item not empty; found {fields.Count}.");
            }

            if (!TimeText.TryParse(fields[at.Time], out var time))
            {
                throw new DatasetException(
                    path, number, $"{DatasetException.Quote(fields[at.Time])} is no time; expected {TimeText.Expected}.");
            }

            rows.Add((sessions.PlaceOf(fields[at.Session]), items.PlaceOf(fields[at.Item]), time));
        }

        foreach (var session in rows.GroupBy(row => row.Session).OrderBy(session => session.Min(row => row.Time)))
        {
            foreach (var row in session.OrderBy(row => row.Time))
            {
                _items.Add(row.Item);
                _times.Add(row.Time);
            }

            _starts.Add(_items.Count);
        }
    }
}
