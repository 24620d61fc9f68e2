namespace Attune.Embedded.DuckDb;

/// <summary>The native DuckDB library is not where it is looked for; the message says where that was and what to run.</summary>
/// <param name="message">The whole sentence.</param>
/// <param name="inner">What the loader said, where a file was found and did not load.</param>
public sealed class DuckDbMissingException(string message, Exception? inner = null) : Exception(message, inner);
