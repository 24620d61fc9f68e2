namespace Attune.Embedded.Log;

/// <summary>What was cut off the end of the log when it was opened: the trace of a crash in the middle of a write.</summary>
/// <remarks>Nothing acknowledged can be in it, unless the disk lost what it had said was there.</remarks>
/// <param name="File">The full path of the segment.</param>
/// <param name="Position">The byte at which it was cut.</param>
/// <param name="BytesCut">How many bytes went.</param>
/// <param name="Offset">The offset the next event will get.</param>
/// <param name="Reason">What was wrong with the bytes.</param>
public sealed record LogRecovery(string File, long Position, long BytesCut, long Offset, string Reason);
