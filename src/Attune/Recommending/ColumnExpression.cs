namespace Attune.Recommending;

/// <summary>A column wanted with each item of an answer.</summary>
/// <param name="Name">What it is called there, a name as properties have them.</param>
/// <param name="Expression">An expression of the filter language: <c>distance(item.place, user.place) / 1000</c>.</param>
public readonly record struct ColumnExpression(string Name, string Expression);
