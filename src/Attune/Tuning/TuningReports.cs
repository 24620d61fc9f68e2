using Attune.Catalog;
using Attune.Events;
using Attune.Training;

namespace Attune.Tuning;

/// <summary>The report of the last tuning of a workspace, kept as a document of its catalog store: a JSON object for people and programs.</summary>
/// <param name="store">Keeps it.</param>
public sealed class TuningReports(ICatalogStore store)
{
    const string Kind = "training";
    const string Name = "tuning";

    /// <summary>The report as JSON; null where nothing was tuned yet.</summary>
    public ValueTask<string?> ReadAsync(CancellationToken cancellation) => store.ReadDocumentAsync(Kind, Name, cancellation);

    /// <summary>Puts a report in the place of the one before, durably, and gives its JSON.</summary>
    internal async ValueTask<string> WriteAsync(TuningReport report, EventTime at, TrainingPlan? plan, CancellationToken cancellation)
    {
        var json = TuningJson.Render(report, at, plan);
        await store.WriteDocumentAsync(Kind, Name, json, cancellation);
        return json;
    }
}
