namespace Attune.Catalog;

/// <summary>Something that one node at a time does for all, while it holds this.</summary>
public interface IDuty : IAsyncDisposable
{
    /// <summary>Cancelled when another node may have taken it: what is done under it ends.</summary>
    CancellationToken Lost { get; }
}

/// <summary>The duty of the only node: never another's.</summary>
sealed class OnlyNode : IDuty
{
    OnlyNode()
    {
    }

    public static IDuty Duty { get; } = new OnlyNode();

    public CancellationToken Lost => CancellationToken.None;

    public ValueTask DisposeAsync() => default;
}
