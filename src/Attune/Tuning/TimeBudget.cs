namespace Attune.Tuning;

/// <summary>A span of time that is used up: the whole of a race, or one model's part of it.</summary>
/// <param name="clock">Tells the time.</param>
/// <param name="length">How much there is, from now on.</param>
sealed class TimeBudget(TimeProvider clock, TimeSpan length)
{
    readonly long _began = clock.GetTimestamp();

    internal TimeSpan Left => length - clock.GetElapsedTime(_began);

    internal bool Over => Left <= TimeSpan.Zero;

    /// <summary>A part of what is left, as a budget that begins now.</summary>
    internal TimeBudget Part(double share) => new(clock, TimeSpan.FromTicks(Math.Max(0, (long)(Left.Ticks * share))));

    /// <summary>Runs work whose token ends with the budget as well as with the one given.</summary>
    internal T Within<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        using var end = new CancellationTokenSource(Over ? TimeSpan.Zero : Left, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        return work(both.Token);
    }
}
