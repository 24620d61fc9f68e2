using System.Text;
using Attune.Events;

namespace Attune.History;

/// <summary>The codes of event types, from their names in UTF-8: for adapters of <see cref="IHistory"/>.</summary>
public static class TypeCodes
{
    static readonly byte[][] Names = [.. EventType.Known.Select(type => Encoding.UTF8.GetBytes(type.Name))];

    /// <summary>The code of a name; of one that is not known, that of every custom type.</summary>
    public static byte Of(ReadOnlySpan<byte> name)
    {
        for (byte code = 0; code < Names.Length; code++)
        {
            if (name.SequenceEqual(Names[code]))
            {
                return code;
            }
        }

        return EventType.CustomCode;
    }
}
