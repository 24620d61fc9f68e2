namespace Attune.Evaluating.Truth;

/// <summary>What one policy's lists were worth, as shares of the best possible expected reward, 0 to 1.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Lists">Lists shown.</param>
/// <param name="All">All lists.</param>
/// <param name="LastDay">Those of the last day, when everything had time to learn.</param>
/// <param name="Newcomers">Those of shoppers the history does not have, by events told before (<see cref="LifeSettings.Steps"/>).</param>
/// <param name="Changed">Those of shoppers whose taste changed, by events told since.</param>
/// <param name="FirstDay">What items on their first day brought, over what they would bring in the best lists.</param>
public sealed record LifeResult(
    string Policy, int Lists, double All, double LastDay, IReadOnlyList<double> Newcomers, IReadOnlyList<double> Changed, double FirstDay);
