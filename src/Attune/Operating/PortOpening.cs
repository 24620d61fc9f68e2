namespace Attune.Operating;

/// <summary>Ports being opened one after the other: where one fails, those before it are closed again.</summary>
public sealed class PortOpening
{
    readonly Stack<IAsyncDisposable> _opened = new();

    /// <summary>Says that one is open.</summary>
    /// <returns>The same.</returns>
    public T Opened<T>(T port)
        where T : IAsyncDisposable
    {
        _opened.Push(port);
        return port;
    }

    /// <summary>Closes those that are open, the last first.</summary>
    public async ValueTask CloseAsync()
    {
        while (_opened.TryPop(out var port))
        {
            await port.DisposeAsync();
        }
    }
}
