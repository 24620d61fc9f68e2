namespace Attune.Embedded.DuckDb;

/// <summary>The disk took no more, or failed, while DuckDB wrote: nothing of the write is there, and it may be tried again.</summary>
public sealed class DuckDbStorageException : IOException
{
    internal DuckDbStorageException(DuckDbException failure) : base(failure.Message, failure)
    {
    }
}
