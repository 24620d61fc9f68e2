using Attune.Events;
using Attune.Operating;

namespace Attune.Cluster.Kafka;

/// <summary>A topic into which other services write what happened, in their own JSON, and how its fields become an event's.</summary>
public sealed record ForeignTopicSettings
{
    /// <summary>The topic. Required.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The consumer group whose offsets say how far it has been taken in; default <c>attune</c>.</summary>
    public string Group { get; init; } = "attune";

    /// <summary>
    /// By an event's field (as <c>userId</c>; all names of docs/events.md are known): where its value lies, as <c>payload.customer.id</c>.
    /// Fields that lie nowhere are left out. Required.
    /// </summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>();

    /// <summary>By their name of a type: ours; names of docs/events.md need no entry.</summary>
    public IReadOnlyDictionary<string, string> Types { get; init; } = new Dictionary<string, string>();

    /// <summary>How many messages are taken in at once. 1 to 10 000; default 1 000.</summary>
    public int BatchEvents { get; init; } = 1_000;

    /// <summary>Where messages go that are no events, with the reason in the header <c>reason</c>.</summary>
    public string PoisonTopic => Topic + ".poison";

    /// <summary>All faults, a sentence each; empty where the settings hold.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new SettingFaults("foreign")
            .Must(Topic.Length is >= 1 and <= 200, nameof(Topic), $"'{Topic}'; it must have 1 to 200 letters.")
            .Must(Group.Length is >= 1 and <= 200, nameof(Group), $"'{Group}'; it must have 1 to 200 letters.")
            .Must(Fields.Count > 0, nameof(Fields), $"empty; it must say where an event's fields lie.")
            .Within(BatchEvents, 1, EventLimits.BatchEvents);
        foreach (var (field, _) in Fields)
        {
            faults.Must(IsField(field), nameof(Fields), $"for '{field}'; an event has no such field.");
        }

        foreach (var (_, type) in Types)
        {
            faults.Must(EventAliases.TryType(type, out _), nameof(Types), $"to '{type}'; there is no such type.");
        }

        return faults.Found;
    }

    static bool IsField(string name) =>
        EventAliases.AllFieldNames.Any(names => names.Contains(name, StringComparer.OrdinalIgnoreCase));
}
