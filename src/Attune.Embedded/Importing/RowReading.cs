using System.Text;
using System.Text.Json;
using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.Importing;

/// <summary>Turns the rows of one pass into events and records, or into refusals.</summary>
sealed class RowReading(ImportPass pass, TypeNames types, EventTime now)
{
    const int FirstField = 1;
    const int MicrosColumn = 10;
    const int NumberColumn = 11;
    const int PropertiesColumn = 12;

    readonly string _file = Path.GetFileName(pass.Path);
    readonly string _identity = FileIdentity.Of(pass.Path);
    readonly Dictionary<string, string> _propertiesOf = new(StringComparer.Ordinal);

    /// <summary>Rows read so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Reads one row.</summary>
    public void Read(DuckResult result, int row, ChunkBuilder chunk)
    {
        Rows++;
        if (!result.Nulls(0)[row])
        {
            chunk.LeaveOut(pass.LeftOut[result.Values<int>(0)[row]].Reason);
            return;
        }

        if (pass.Kind == ImportKind.Events)
        {
            ReadEvent(result, row, chunk);
        }
        else
        {
            ReadRecord(result, row, chunk);
        }
    }

    void ReadRecord(DuckResult result, int row, ChunkBuilder chunk)
    {
        var field = pass.Kind == ImportKind.Items ? ImportField.Item : ImportField.User;
        var id = Text(result, field, row);
        if (IdRules.Refuse(id) is { } limit)
        {
            Refuse(chunk, "id", id, limit);
            return;
        }

        var record = new ImportedRecord(id!, Properties(result, row) ?? "{}");
        (pass.Kind == ImportKind.Items ? chunk.Items : chunk.Users).Add(record);
    }

    void ReadEvent(DuckResult result, int row, ChunkBuilder chunk)
    {
        var typeName = Text(result, ImportField.Type, row);
        if (types.Find(typeName) is not { } type)
        {
            Refuse(chunk, "type", typeName, "A type is view, click, cart, purchase, rating, like, dislike, hide, portion, impression, search or custom:NAME.");
            return;
        }

        var user = Text(result, ImportField.User, row);
        var session = Text(result, ImportField.Session, row);
        var item = Text(result, ImportField.Item, row);
        var eventId = Text(result, ImportField.Event, row) ?? FormattableString.Invariant($"{_identity}-{Rows}");
        var recommendation = Text(result, ImportField.Recommendation, row);
        var context = Text(result, ImportField.Context, row);
        var refused = RefusedIds(user, session, item, eventId, type) ?? Refused("recommendation", recommendation) ?? RefusedContext(context);
        if (refused is var (field, value, limit))
        {
            Refuse(chunk, field, value, limit);
            return;
        }

        if (Time(result, row) is not { } time)
        {
            Refuse(chunk, "time", Text(result, ImportField.Time, row), $"A time can be read, and lies between {EventLimits.Oldest} and a day from now.");
            return;
        }

        if (Value(result, row, type) is not { } number)
        {
            Refuse(chunk, "value", Text(result, ImportField.Value, row), ValueLimit(type));
            return;
        }

        AddItem(result, row, item, chunk);
        chunk.Events.Add(new UserEvent
        {
            EventId = eventId,
            Type = type,
            User = user is null ? null : new UserId(user),
            Session = session is null ? null : new SessionId(session),
            Item = item is null ? null : new ItemId(item),
            Time = time,
            Value = double.IsNaN(number) ? null : number,
            RecommendationId = recommendation,
            Context = context,
        });
    }

    void AddItem(DuckResult result, int row, string? item, ChunkBuilder chunk)
    {
        if (item is null || (pass.FirstPropertiesHold && _propertiesOf.ContainsKey(item)) || Properties(result, row) is not { } properties)
        {
            return;
        }

        if (!_propertiesOf.TryGetValue(item, out var before) || before != properties)
        {
            _propertiesOf[item] = properties;
            chunk.Items.Add(new ImportedRecord(item, properties));
        }
    }

    static (string Field, string? Value, string Limit)? RefusedIds(
        string? user, string? session, string? item, string eventId, EventType type)
    {
        if (user is null && session is null)
        {
            return ("user", null, "Either a user or a session is named.");
        }

        if (item is null && type != EventType.Search && type.Code != EventType.CustomCode)
        {
            return ("item", null, $"A {type} names an item.");
        }

        return Refused("event", eventId) ?? Refused("user", user) ?? Refused("session", session) ?? Refused("item", item);
    }

    static (string, string?, string)? Refused(string field, string? id) =>
        id is not null && IdRules.Refuse(id) is { } limit ? (field, id, limit) : null;

    static (string, string?, string)? RefusedContext(string? context)
    {
        if (context is null)
        {
            return null;
        }

        var limit = $"A context is a JSON object of at most {EventLimits.ContextBytes} bytes.";
        var utf8 = Encoding.UTF8.GetBytes(context);
        try
        {
            using var json = JsonDocument.Parse(utf8);
            return utf8.Length <= EventLimits.ContextBytes && json.RootElement.ValueKind == JsonValueKind.Object
                ? null
                : ("context", context, limit);
        }
        catch (JsonException)
        {
            return ("context", context, limit);
        }
    }

    EventTime? Time(DuckResult result, int row)
    {
        if (result.Nulls(MicrosColumn)[row])
        {
            return null;
        }

        var time = new EventTime(result.Values<long>(MicrosColumn)[row]);
        return time >= EventLimits.Oldest && time <= now.Plus(EventLimits.Future) ? time : null;
    }

    // NaN where there is none; null where what is there will not do.
    static double? Value(DuckResult result, int row, EventType type)
    {
        var needed = type == EventType.Rating || type == EventType.Portion;
        if (result.Nulls(NumberColumn)[row])
        {
            return needed || Text(result, ImportField.Value, row) is not null ? null : double.NaN;
        }

        var value = result.Values<double>(NumberColumn)[row];
        return !double.IsFinite(value) || (type == EventType.Portion && value is < 0 or > 1) ? null : value;
    }

    static string ValueLimit(EventType type) => type == EventType.Portion
        ? "A portion has a value from 0 to 1."
        : type == EventType.Rating ? "A rating has a finite number as its value." : "A value is a finite number, or absent.";

    void Refuse(ChunkBuilder chunk, string field, string? value, string limit) =>
        chunk.Refusals.Add(new ImportRefusal(_file, Rows, field, ChunkBuilder.Cut(value ?? ""), limit));

    static string? Properties(DuckResult result, int row) =>
        result.Nulls(PropertiesColumn)[row] ? null : result.Texts(PropertiesColumn).String(row);

    // An empty cell says nothing.
    static string? Text(DuckResult result, ImportField field, int row)
    {
        var column = FirstField + (int)field;
        return result.Nulls(column)[row] || result.Texts(column)[row].IsEmpty ? null : result.Texts(column).String(row);
    }
}
