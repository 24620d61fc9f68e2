using System.Text;
using Attune.Events;
using Attune.History;

namespace Attune.Cluster.ClickHouse;

/// <summary>Events as rows of <see cref="EventTables.Rows"/>, there and back.</summary>
static class EventRows
{
    /// <summary>The columns that <see cref="Read"/> takes.</summary>
    public const string Columns = "log_offset, event_id, type, profile, session_id, item_id, happened_micros, accepted_micros, value, recommendation_id, context";

    /// <summary>Writes an event; the order is that of <see cref="EventTables.Insert"/>.</summary>
    public static void Write(RowBinaryWriter rows, EventBatch batch, int index)
    {
        var happened = batch.Events[index];
        var profile = happened.ProfileKey.Value;
        rows.Int32(batch.Partition);
        rows.Int64(batch.BaseOffset + index);
        rows.Text(happened.EventId);
        rows.Text(happened.Type.Name);
        rows.Text(profile);
        rows.UInt32(UserSample.Number(profile));
        rows.Text(happened.Session?.Value);
        rows.Text(happened.Item?.Value);
        rows.Int64(happened.Time.Micros);
        rows.Int64(batch.AcceptedAt.Micros);
        rows.NullableDouble(happened.Value);
        rows.Text(happened.RecommendationId);
        rows.Text(happened.Context);
    }

    /// <summary>Reads an event; null where it is not all there yet.</summary>
    public static (long Offset, EventTime AcceptedAt, UserEvent Event)? Read(ref RowBinaryRow row)
    {
        var offset = row.Int64();
        var id = row.Utf8();
        var type = row.Utf8();
        var profile = row.Utf8();
        var session = row.Text();
        var item = row.Text();
        var (happened, accepted, value) = (row.Int64(), row.Int64(), row.NullableDouble());
        var (recommendation, context) = (row.Text(), row.Text());
        return row.IsShort ? null : (offset, new EventTime(accepted), new UserEvent
        {
            EventId = Encoding.UTF8.GetString(id),
            Type = TypeOf(Encoding.UTF8.GetString(type)),
            User = profile.StartsWith("u:"u8) ? new UserId(Encoding.UTF8.GetString(profile[2..])) : null,
            Session = session is null ? null : new SessionId(session),
            Item = item is null ? null : new ItemId(item),
            Time = new EventTime(happened),
            Value = value,
            RecommendationId = recommendation,
            Context = context,
        });
    }

    static EventType TypeOf(string name) => name == EventType.Merge.Name ? EventType.Merge
        : EventType.TryParse(name, out var type) ? type
        : throw new InvalidDataException($"The history holds an event of type '{name}', which this version does not know.");
}
