namespace Attune.Operating.Checking;

/// <summary>Runs checks side by side, each within its time.</summary>
public static class CheckUp
{
    /// <summary>Runs them all.</summary>
    /// <param name="checks">Which.</param>
    /// <param name="time">How long each may take.</param>
    /// <param name="clock">Times them.</param>
    /// <param name="cancellation">Ends all.</param>
    /// <returns>What they found, in the order of the checks. One that failed or took too long is an error itself.</returns>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        IReadOnlyList<ICheck> checks, TimeSpan time, TimeProvider clock, CancellationToken cancellation)
    {
        var found = await Task.WhenAll(checks.Select(check => Task.Run(() => RunAsync(check, time, clock, cancellation), cancellation)));
        return [.. found.SelectMany(one => one)];
    }

    static async Task<IReadOnlyList<Finding>> RunAsync(ICheck check, TimeSpan time, TimeProvider clock, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(time, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await check.RunAsync(either.Token).AsTask().WaitAsync(either.Token);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            var said = fault is OperationCanceledException ? FormattableString.Invariant($"It did not end within {time.TotalSeconds:0.#} s.") : fault.Message;
            return new Findings(check.About).Fail($"{said}", "It could not be looked at.", "See that it runs and can be reached from here, then ask again.").All;
        }
    }
}
