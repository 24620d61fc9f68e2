namespace Attune.Cluster.ClickHouse;

/// <summary>The answer of a server, which may take as long as it likes but not be silent for longer than a while.</summary>
sealed class SilenceLimit(HttpResponseMessage answer, Stream body, Uri server, string doing, TimeSpan silence, TimeProvider clock) : IDisposable
{
    /// <summary>Reads on.</summary>
    /// <returns>How many bytes came; 0 at the end.</returns>
    /// <exception cref="ClickHouseException">Nothing came in time, or the connection broke.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(silence, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellation);
        try
        {
            return await body.ReadAsync(into, either.Token);
        }
        catch (OperationCanceledException cancelled) when (!cancellation.IsCancellationRequested)
        {
            throw ClickHouseException.Away(server, doing, $"it was silent for {silence.TotalSeconds:0.###} s in the middle of its answer", cancelled);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw ClickHouseException.Away(server, doing, $"the connection broke: {broken.Message}", broken);
        }
    }

    /// <summary>Reads what is left as text, up to a limit.</summary>
    public async ValueTask<string> TextAsync(int mostBytes, CancellationToken cancellation)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16_384];
        int read;
        while (text.Length < mostBytes && (read = await ReadAsync(buffer, cancellation)) > 0)
        {
            text.Write(buffer, 0, read);
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)Math.Min(text.Length, mostBytes));
    }

    /// <summary>The error that a server tells of after it has begun to answer.</summary>
    public ClickHouseException Refused(string said) => ClickHouseException.Refused(server, doing, said);

    /// <summary>The error of an answer that is no answer.</summary>
    public ClickHouseException Torn(string why) => ClickHouseException.Away(server, doing, why);

    public void Dispose()
    {
        body.Dispose();
        answer.Dispose();
    }
}
