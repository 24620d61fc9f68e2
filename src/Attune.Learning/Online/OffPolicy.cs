namespace Attune.Learning.Online;

/// <summary>One logged choice and its reward, and how another policy would have chosen.</summary>
/// <param name="Propensity">How likely the logging policy made the choice; above 0 to 1.</param>
/// <param name="Target">How likely the policy to be judged makes it; 0 to 1.</param>
/// <param name="Reward">What came of it.</param>
public readonly record struct LoggedChoice(double Propensity, double Target, double Reward);

/// <summary>What a policy would have earned, estimated from choices that another one made and whose likelihood it logged.</summary>
/// <remarks>All of them hold only where the logging policy could have made every choice the judged one makes.</remarks>
public static class OffPolicy
{
    /// <summary>Inverse propensity scoring: the mean of reward × target / propensity. Unbiased; 0 of none.</summary>
    /// <remarks>Horvitz, Thompson, JASA 1952.</remarks>
    public static double Ips(ReadOnlySpan<LoggedChoice> choices)
    {
        var sum = 0.0;
        foreach (var choice in choices)
        {
            sum += choice.Reward * choice.Target / choice.Propensity;
        }

        return choices.IsEmpty ? 0 : sum / choices.Length;
    }

    /// <summary>Self-normalised: Σ reward × ratio / Σ ratio. A small bias for far less variance; 0 where no choice is the judged policy's.</summary>
    /// <remarks>Swaminathan, Joachims, "The Self-Normalized Estimator for Counterfactual Learning", NIPS 2015.</remarks>
    public static double Snips(ReadOnlySpan<LoggedChoice> choices)
    {
        var (sum, ratios) = (0.0, 0.0);
        foreach (var choice in choices)
        {
            var ratio = choice.Target / choice.Propensity;
            sum += choice.Reward * ratio;
            ratios += ratio;
        }

        return ratios > 0 ? sum / ratios : 0;
    }

    /// <summary>How many choices of the judged policy itself say as much: (Σ ratio)² / Σ ratio². 0 to the number of choices.</summary>
    /// <remarks>Kong, "A note on importance sampling using standardized weights", 1992.</remarks>
    public static double EffectiveChoices(ReadOnlySpan<LoggedChoice> choices)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var choice in choices)
        {
            var ratio = choice.Target / choice.Propensity;
            sum += ratio;
            squares += ratio * ratio;
        }

        return squares > 0 ? sum * sum / squares : 0;
    }

    /// <summary>Replay of a policy that leaves nothing to chance: the mean reward of the choices it agrees with, 0 where there is none.</summary>
    /// <remarks>Li, Chu, Langford, Wang, "Unbiased Offline Evaluation of Contextual-bandit-based News Article Recommendation
    /// Algorithms", WSDM 2011: unbiased where the logging policy chose uniformly.</remarks>
    /// <returns>The mean, and how many choices it is of.</returns>
    public static (double Reward, int Agreed) Replay(ReadOnlySpan<LoggedChoice> choices)
    {
        var (sum, agreed) = (0.0, 0);
        foreach (var choice in choices)
        {
            if (choice.Target >= 1)
            {
                sum += choice.Reward;
                agreed++;
            }
        }

        return (agreed == 0 ? 0 : sum / agreed, agreed);
    }
}
