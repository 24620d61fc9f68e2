namespace Attune.Learning.Factors;

/// <summary>How a factor model makes a user's vector from the items of their profile: iALS solves, a linear model projects.</summary>
public interface IFoldIn
{
    /// <summary>Numbers a user's vector has.</summary>
    int Factors { get; }

    /// <summary>Writes the user's vector. Without items, or with nothing but strengths of 0, it is 0. Safe for several threads at once.</summary>
    /// <param name="items">The user's items; one that is there twice counts with both strengths.</param>
    /// <param name="strengths">How strongly each speaks: finite, ≥ 0.</param>
    /// <param name="user">Where the vector goes: <see cref="Factors"/> numbers.</param>
    /// <exception cref="ArgumentException">A length does not fit, an item is unknown, a strength is negative or not finite.</exception>
    /// <exception cref="ArithmeticException">There is no finite vector: a damaged model or absurd strengths.</exception>
    void Solve(ReadOnlySpan<int> items, ReadOnlySpan<float> strengths, Span<float> user);
}
