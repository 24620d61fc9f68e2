namespace Attune.Evaluating.Truth;

/// <summary>Adds up what lists were worth, beside the best there could have been.</summary>
sealed class LifeTally
{
    /// <summary>Lists shown.</summary>
    public int Lists { get; private set; }

    /// <summary>Sum of their expected rewards.</summary>
    public double Reward { get; private set; }

    /// <summary>Sum of the best lists' rewards.</summary>
    public double Ideal { get; private set; }

    /// <summary>Reward over ideal; 0 of nothing.</summary>
    public double Share => Ideal > 0 ? Reward / Ideal : 0;

    public void Add(double reward, double ideal)
    {
        Lists++;
        Reward += reward;
        Ideal += ideal;
    }

    public void Add(LifeTally other)
    {
        Lists += other.Lists;
        Reward += other.Reward;
        Ideal += other.Ideal;
    }
}
