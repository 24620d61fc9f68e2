using Attune.Client.Wire;

namespace Attune.Client;

/// <summary>The part for whoever keeps data and exposure in order.</summary>
public sealed partial class AttuneClient
{
    /// <summary>How the promise of exposure to new items is kept, and what exploring has cost.</summary>
    public Task<ExposureAnswer> ExposureAsync(CancellationToken cancellation = default) =>
        _wire.GetAsync("v1/exposure", WireJson.Default.ExposureAnswer, cancellation);

    /// <summary>What is wrong with the data that is held. Cost: up to 8 s; a report is given again for a minute.</summary>
    /// <param name="days">Events accepted in so many days are looked at, 1 to 90; null: 7.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task<DataFindingsAnswer> DataFindingsAsync(int? days = null, CancellationToken cancellation = default) =>
        _wire.GetAsync(days is { } given ? FormattableString.Invariant($"v1/data/findings?days={given}") : "v1/data/findings", WireJson.Default.DataFindingsAnswer, cancellation);

    /// <summary>Promises every item listed from now on so many impressions within so many hours.</summary>
    public Task<ExposureAnswer> PromiseExposureAsync(ExposurePromise promise, CancellationToken cancellation = default) =>
        _wire.CallAsync(HttpMethod.Put, "v1/exposure", promise, WireJson.Default.ExposurePromise, WireJson.Default.ExposureAnswer, cancellation);

    /// <summary>Promises nothing any more.</summary>
    public Task EndExposureAsync(CancellationToken cancellation = default) => _wire.DeleteAsync("v1/exposure", cancellation);
}
