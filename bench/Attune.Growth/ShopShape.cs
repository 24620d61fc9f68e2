namespace Attune.Growth;

/// <summary>How large a synthetic shop is.</summary>
/// <param name="Users">Users.</param>
/// <param name="Items">Items.</param>
/// <param name="Interactions">Interactions wanted; each pair counts once, so that a few less may come out.</param>
sealed record ShopShape(int Users, int Items, int Interactions)
{
    /// <summary>Where every curve starts.</summary>
    public static ShopShape Base { get; } = new(8_000, 1_000, 80_000);

    /// <summary>What grows: the name in the table, and the shape at so many times the base.</summary>
    public static IReadOnlyList<(string Name, Func<int, ShopShape> Of)> Curves { get; } =
    [
        ("users, as active as before", times => Base with { Users = Base.Users * times, Interactions = Base.Interactions * times }),
        ("items, for the same interactions", times => Base with { Items = Base.Items * times }),
        ("interactions, of the same users and items", times => Base with { Interactions = Base.Interactions * times }),
        ("all three", times => new(Base.Users * times, Base.Items * times, Base.Interactions * times)),
    ];
}
