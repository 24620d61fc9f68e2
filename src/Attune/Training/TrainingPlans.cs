using Attune.Catalog;
using Attune.Operating;

namespace Attune.Training;

/// <summary>The plan a workspace trains by, kept as a document of its catalog store.</summary>
/// <remarks><b>Concurrency.</b> Any number of readers and writers; the last one written is followed by the next training.</remarks>
/// <param name="store">Keeps it.</param>
public sealed class TrainingPlans(ICatalogStore store)
{
    const string Kind = "training";
    const string Name = "plan";

    /// <summary>The plan; null where none was made, and the workspace's settings alone decide.</summary>
    /// <exception cref="InvalidDataException">What is stored is no plan that can be followed.</exception>
    public async ValueTask<TrainingPlan?> ReadAsync(CancellationToken cancellation) =>
        await store.ReadDocumentAsync(Kind, Name, cancellation) is { } json ? TrainingPlanJson.Read(json) : null;

    /// <summary>Puts a plan in the place of the one before, durably.</summary>
    /// <exception cref="ArgumentException">The plan has faults; all of them are named.</exception>
    public ValueTask WriteAsync(TrainingPlan plan, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SettingFaults.Refuse(plan.Faults());
        return store.WriteDocumentAsync(Kind, Name, TrainingPlanJson.Write(plan), cancellation);
    }

    /// <summary>Lets go of the plan: the workspace's settings alone decide again.</summary>
    public ValueTask ClearAsync(CancellationToken cancellation) => store.WriteDocumentAsync(Kind, Name, null, cancellation);
}
