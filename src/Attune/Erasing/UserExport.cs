using System.Globalization;
using System.Text.Json;
using Attune.Catalog;
using Attune.Events;
using Attune.History;
using Attune.Merging;
using Attune.Operating;
using Attune.Profiles;
using Attune.Recommending;
using Attune.Recommending.Answers;
using Attune.Recommending.Blocking;
using Attune.State;

namespace Attune.Erasing;

/// <summary>Writes everything held of a user as one JSON document, the events page by page.</summary>
public sealed class UserExport
{
    const int Page = 10_000;

    const string Columns = "event_id, type, user_id, session_id, item_id, happened_at, accepted_at, value, recommendation_id, context, log_partition, log_offset";

    static readonly string[] Names = ["eventId", "type", "userId", "sessionId", "itemId", "timestamp", "acceptedAt", "value", "recommendationId", "context"];

    readonly WorkspacePorts _ports;
    readonly ItemCatalog _catalog;
    readonly UserBlocks _blocks;
    readonly AnswerJournal _answers;
    readonly Func<CancellationToken, Task> _archived;
    readonly Aliases _aliases;

    internal UserExport(WorkspacePorts ports, ItemCatalog catalog, UserBlocks blocks, AnswerJournal answers, Func<CancellationToken, Task> archived) =>
        (_ports, _catalog, _blocks, _answers, _archived, _aliases) = (ports, catalog, blocks, answers, archived, new Aliases(ports.State));

    /// <summary>Writes the document; of a user never seen, one that is empty.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="into">Where to; flushed page by page, not closed.</param>
    /// <param name="cancellation">Ends it in the middle.</param>
    public async Task WriteAsync(UserId user, Stream into, CancellationToken cancellation)
    {
        await _archived(cancellation);
        var profiles = await _aliases.AllOfAsync(user, cancellation);
        var owner = await _aliases.ResolveAsync(ProfileKey.Of(user), cancellation);
        await using var writer = new Utf8JsonWriter(into, new JsonWriterOptions { Indented = true });
        writer.WriteStartObject();
        writer.WriteString("userId"u8, owner.Value[2..]);
        WriteTexts(writer, "ids", profiles.Order(StringComparer.Ordinal));
        await WritePropertiesAsync(writer, profiles, cancellation);
        WriteBlocks(writer, new UserId(owner.Value[2..]));
        await WriteStateAsync(writer, owner, cancellation);
        await WriteAnswersAsync(writer, profiles, cancellation);
        await WriteEventsAsync(writer, profiles, cancellation);
        writer.WriteEndObject();
        await writer.FlushAsync(cancellation);
    }

    async Task WritePropertiesAsync(Utf8JsonWriter writer, IReadOnlySet<string> profiles, CancellationToken cancellation)
    {
        writer.WriteStartObject("properties"u8);
        foreach (var user in new EventErasure(profiles, LogToken.None).Users)
        {
            if (await _ports.Catalog.FindAsync(PropertyOwner.User, user.Value, cancellation) is { Properties: { } json })
            {
                writer.WritePropertyName(user.Value);
                writer.WriteRawValue(json);
            }
        }

        writer.WriteEndObject();
    }

    void WriteBlocks(Utf8JsonWriter writer, UserId user)
    {
        var blocks = _blocks.Of(user);
        writer.WriteStartObject("blocks"u8);
        WriteTexts(writer, "items", blocks.Items);
        WriteTexts(writer, "filters", blocks.Filters);
        writer.WriteEndObject();
    }

    async Task WriteStateAsync(Utf8JsonWriter writer, ProfileKey owner, CancellationToken cancellation)
    {
        var held = await _ports.State.GetAsync([new StateKey(StateKind.Profile, owner.Value), new StateKey(StateKind.List, owner.Value)], cancellation);
        var profile = held[0] is { } bytes ? ProfileCodec.Decode(bytes) : Profile.Empty;
        writer.WriteStartObject("profile"u8);
        writer.WriteStartArray("recent"u8);
        foreach (var interaction in profile.Recent)
        {
            writer.WriteStartObject();
            writer.WriteString("itemId"u8, IdOf(interaction.Item));
            writer.WriteString("timestamp"u8, DateTimeOffset.FromUnixTimeSeconds(interaction.Seconds));
            writer.WriteNumber("strength"u8, interaction.Strength);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteTexts(writer, "excluded", profile.Excluded.ToArray().Select(exclusion => IdOf(exclusion.Item)));
        WriteTexts(writer, "shown", profile.Shown.ToArray().Select(shown => IdOf(shown.Item)));
        writer.WriteEndObject();
        WriteTexts(writer, "list", held[1] is { } list ? PrecomputedList.Decode(list).Items.Select(item => IdOf(item.Item)) : []);
    }

    async Task WriteAnswersAsync(Utf8JsonWriter writer, IReadOnlySet<string> profiles, CancellationToken cancellation)
    {
        writer.WriteStartArray("answers"u8);
        foreach (var answer in await _answers.OfAsync(profiles, cancellation))
        {
            writer.WriteStartObject();
            writer.WriteString("recommendationId"u8, answer.RecommendationId);
            writer.WriteString("timestamp"u8, answer.Time.ToDateTimeOffset());
            writer.WriteString("scenario"u8, answer.Scenario);
            WriteTexts(writer, "items", answer.Items.Select(item => item.Item.Value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    async Task WriteEventsAsync(Utf8JsonWriter writer, IReadOnlySet<string> profiles, CancellationToken cancellation)
    {
        writer.WriteStartArray("events"u8);
        var (partition, offset) = (0L, -1L);
        while (true)
        {
            var after = string.Create(CultureInfo.InvariantCulture, $"(log_partition > {partition} OR (log_partition = {partition} AND log_offset > {offset}))");
            var sql = string.Create(
                CultureInfo.InvariantCulture,
                $"SELECT {Columns} FROM events WHERE ({HoldingsCount.OwnedBy(profiles)}) AND {after} ORDER BY log_partition, log_offset LIMIT {Page}");
            var page = await _ports.History.QueryAsync(sql, new QueryLimits(Page, TimeSpan.FromMinutes(5)), cancellation);
            foreach (var row in page.Rows)
            {
                WriteEvent(writer, row);
            }

            await writer.FlushAsync(cancellation);
            if (page.Rows.Count < Page)
            {
                break;
            }

            (partition, offset) = (Whole(page.Rows[^1][^2]), Whole(page.Rows[^1][^1]));
        }

        writer.WriteEndArray();
    }

    static void WriteEvent(Utf8JsonWriter writer, IReadOnlyList<object?> row)
    {
        writer.WriteStartObject();
        for (var column = 0; column < Names.Length; column++)
        {
            switch (row[column])
            {
                case string text when Names[column] == "context":
                    writer.WritePropertyName(Names[column]);
                    writer.WriteRawValue(text);
                    break;
                case string text:
                    writer.WriteString(Names[column], text);
                    break;
                case DateTimeOffset instant:
                    writer.WriteString(Names[column], instant);
                    break;
                case double number:
                    writer.WriteNumber(Names[column], number);
                    break;
            }
        }

        writer.WriteEndObject();
    }

    string IdOf(int ordinal) => _catalog.IdOf(ordinal).Value;

    static long Whole(object? value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    static void WriteTexts(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
