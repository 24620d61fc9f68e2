namespace Attune.Client.Wire;

/// <summary>What one user never wants to be shown, in any list.</summary>
public sealed record BlocksInfo
{
    /// <summary>Ids of items; at most 1 000. An item that is not known yet is kept out when it comes.</summary>
    public IReadOnlyList<string>? Items { get; init; }

    /// <summary>Conditions that no item shown fulfils, as <c>item.brand == "Acme"</c>; at most 20.</summary>
    public IReadOnlyList<string>? Filters { get; init; }
}
