using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Attune.Embedded.DuckDb;

/// <summary>A text as DuckDB lays it out (<c>duckdb_string_t</c>), 16 bytes.</summary>
/// <remarks><code>
/// 0..3 length in bytes | up to 12 bytes of length: 4..15 the bytes themselves
///                      | longer:                   4..7 the first four, 8..15 the address of all
/// </code></remarks>
[StructLayout(LayoutKind.Explicit, Size = 16)]
readonly struct DuckText
{
    public const int InlineBytes = 12;

    [FieldOffset(0)]
    public readonly int Length;

    [FieldOffset(4)]
    public readonly byte Inline;

    [FieldOffset(8)]
    public readonly nint Address;
}

/// <summary>A VARCHAR column of one chunk, as UTF-8. What it gives holds as long as the chunk.</summary>
readonly ref struct DuckTexts(ReadOnlySpan<DuckText> texts)
{
    readonly ReadOnlySpan<DuckText> _texts = texts;

    /// <summary>The bytes of a row's text; meaningless where the row is NULL.</summary>
    public unsafe ReadOnlySpan<byte> this[int row]
    {
        get
        {
            // The bytes lie in native memory, which does not move: the reference stays good beyond the indexer.
            ref readonly var text = ref _texts[row];
            return text.Length <= DuckText.InlineBytes
                ? MemoryMarshal.CreateReadOnlySpan(ref Unsafe.AsRef(in text.Inline), text.Length)
                : new ReadOnlySpan<byte>((void*)text.Address, text.Length);
        }
    }

    /// <summary>A row's text.</summary>
    public string String(int row) => Encoding.UTF8.GetString(this[row]);
}
