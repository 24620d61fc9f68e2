using System.Globalization;
using Attune.Events;
using Attune.History;

namespace Attune.Evaluating.Datasets;

/// <summary>The format <c>events</c>: CSV or TSV, a header naming user, item, time and maybe type and value, a row per event.</summary>
/// <remarks>
/// A row without a user is left out and counted; so is one whose quantity is 0 or less (a return or cancellation). Anything else
/// that does not fit is refused with its line.
/// </remarks>
sealed class EventTable
{
    static readonly string[] Quantities = ["quantity", "qty"];
    static readonly string[] Ratings = ["rating", "stars", "overall"];

    readonly IdTable _users = new();
    readonly IdTable _items = new();
    readonly List<(int User, int Item, byte Type, long Time, float Value)> _rows = [];

    /// <summary>Rows left out because they name no user.</summary>
    internal int WithoutUser { get; set; }

    /// <summary>Rows left out because their quantity is 0 or less.</summary>
    internal int Returned { get; set; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DatasetException">A line does not fit.</exception>
    internal static EventTable Read(string path, EventTableSettings settings)
    {
        var table = new EventTable();
        Layout? layout = settings.Columns is null ? null : new Layout(ColumnRoles.From(settings.Columns), '\0', path, 0, settings);
        var fields = new List<string>();
        foreach (var (number, text) in TextLines.Read(path))
        {
            if (layout is null)
            {
                var delimiter = DelimitedLine.DelimiterOf(text);
                Split(path, number, text, delimiter, fields);
                layout = new Layout(ColumnRoles.From(fields), delimiter, path, number, settings);
                continue;
            }

            layout = layout.Delimiter == '\0' ? layout with { Delimiter = DelimitedLine.DelimiterOf(text) } : layout;
            Split(path, number, text, layout.Delimiter, fields);
            table.Add(path, number, fields, layout);
        }

        return table._rows.Count > 0 ? table : throw new DatasetException(path, 0, "it holds no event of a named user.");
    }

    /// <summary>The events by ascending time; equal times stay in the file's order.</summary>
    internal InteractionColumns ToColumns()
    {
        var rows = _rows.OrderBy(row => row.Time).ToArray();
        return new InteractionColumns
        {
            UserIds = _users.Ids,
            ItemIds = _items.Ids,
            Users = Array.ConvertAll(rows, row => row.User),
            Items = Array.ConvertAll(rows, row => row.Item),
            Types = Array.ConvertAll(rows, row => row.Type),
            Times = Array.ConvertAll(rows, row => row.Time),
            Values = Array.ConvertAll(rows, row => row.Value),
            Archived = default,
        };
    }

    void Add(string path, int number, List<string> fields, Layout layout)
    {
        if (fields.Count != layout.Roles.Count)
        {
            throw new DatasetException(path, number, $"it has {fields.Count} fields; expected {layout.Roles.Count}, as many as columns.");
        }

        var (user, item) = (fields[layout.User], fields[layout.Item]);
        if (user.Length == 0)
        {
            WithoutUser++;
            return;
        }

        if (item.Length == 0)
        {
            throw new DatasetException(path, number, "the item is empty; expected an id.");
        }

        if (!TimeText.TryParse(fields[layout.Time], out var time))
        {
            throw new DatasetException(
                path, number, $"{DatasetException.Quote(fields[layout.Time])} is no time; expected {TimeText.Expected}.");
        }

        var value = ValueOf(path, number, fields, layout.Value);
        if (layout.IsQuantity && value <= 0)
        {
            Returned++;
            return;
        }

        var type = TypeOf(path, number, fields, layout);
        _rows.Add((_users.PlaceOf(user), _items.PlaceOf(item), type.Code, time, value));
    }

    static float ValueOf(string path, int number, List<string> fields, int column)
    {
        if (column < 0 || fields[column].Length == 0)
        {
            return float.NaN;
        }

        return float.TryParse(fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value)
            ? value
            : throw new DatasetException(path, number, $"{DatasetException.Quote(fields[column])} is no finite number; expected the value.");
    }

    static EventType TypeOf(string path, int number, List<string> fields, Layout layout)
    {
        if (layout.Type < 0)
        {
            return layout.DefaultType;
        }

        return EventType.TryParse(fields[layout.Type], out var type)
            ? type
            : throw new DatasetException(
                path,
                number,
                $"{DatasetException.Quote(fields[layout.Type])} is no event type; expected "
                + $"{string.Join(", ", EventType.Known)} or {EventType.CustomPrefix}name.");
    }

    static void Split(string path, int number, string text, char delimiter, List<string> fields)
    {
        if (!DelimitedLine.TrySplit(text, delimiter, fields))
        {
            throw new DatasetException(path, number, "a quoted field is not closed, or text follows its closing quote.");
        }
    }

    /// <summary>Where the parts of an event stand.</summary>
    sealed record Layout
    {
        internal Layout(ColumnRoles roles, char delimiter, string path, int line, EventTableSettings settings)
        {
            Roles = roles;
            Delimiter = delimiter;
            User = roles.Require("user", path, line, settings.User);
            Item = roles.Require("item", path, line, settings.Item);
            Time = roles.Require("time", path, line, settings.Time);
            Type = settings.Type is null ? roles.Find("type") : roles.Require("type", path, line, settings.Type);
            Value = settings.Value is null ? roles.Find("value") : roles.Require("value", path, line, settings.Value);
            IsQuantity = Value >= 0 && Quantities.Contains(roles.NameOf(Value));
            DefaultType = settings.DefaultType
                ?? (IsQuantity ? EventType.Purchase
                    : Value >= 0 && Ratings.Contains(roles.NameOf(Value)) ? EventType.Rating : EventType.View);
        }

        internal ColumnRoles Roles { get; }

        internal char Delimiter { get; init; }

        internal int User { get; }

        internal int Item { get; }

        internal int Time { get; }

        internal int Type { get; }

        internal int Value { get; }

        internal bool IsQuantity { get; }

        internal EventType DefaultType { get; }
    }
}
