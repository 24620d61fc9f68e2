namespace Attune.Server.Tests.Telemetry;

/// <summary>A span as a collector was sent it.</summary>
/// <param name="Instance">Which process sent it: <c>service.instance.id</c>.</param>
/// <param name="Trace">The trace.</param>
/// <param name="Id">The span.</param>
/// <param name="Parent">The span it is part of; empty where it has none.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its attributes that are texts.</param>
/// <param name="Links">Trace and span of each link.</param>
sealed record CollectedSpan(
    string Instance, string Trace, string Id, string Parent, string Name, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<(string Trace, string Id)> Links)
{
    /// <summary>The spans of an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<CollectedSpan> Read(byte[] request) =>
        from resource in new WireMessage(request).All(1)
        let instance = TagsOf(resource.All(1).Single(), 1)["service.instance.id"]
        from scope in resource.All(2)
        from span in scope.All(2)
        select new CollectedSpan(
            instance, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), TagsOf(span, 9), [.. span.All(13).Select(link => (link.Hex(1), link.Hex(2)))]);

    // A key, and a value whose first kind is a text.
    static Dictionary<string, string> TagsOf(WireMessage holder, int field) =>
        holder.All(field).ToDictionary(pair => pair.Text(1), pair => pair.All(2).Single().Text(1));
}
