using System.Text;
using Attune.Embedded.DuckDb;
using Attune.Events;

namespace Attune.Embedded.History;

/// <summary>The codes of event types, from their names in UTF-8.</summary>
sealed class TypeCodes
{
    readonly byte[][] _names = [.. EventType.Known.Select(type => Encoding.UTF8.GetBytes(type.Name))];

    /// <summary>Writes the code of each name; one that is not known is a custom type's.</summary>
    public void Read(DuckTexts names, Span<byte> into)
    {
        for (var row = 0; row < into.Length; row++)
        {
            into[row] = Code(names[row]);
        }
    }

    byte Code(ReadOnlySpan<byte> name)
    {
        for (byte code = 0; code < _names.Length; code++)
        {
            if (name.SequenceEqual(_names[code]))
            {
                return code;
            }
        }

        return EventType.CustomCode;
    }
}
